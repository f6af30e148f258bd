package nlu

// staffNames are those of the "staff" words that are also a way to address whom one thanks: "makasih admin" calls nobody.
var staffNames = set("petugas admin operator")

// Polite words around a command. Those before it are few: "saya" and "ya" begin other sentences too.
var (
	fillersBefore = set("tolong mohon coba minta ya iya ok oke okay mau pak bapak bu ibu kakak min om bang mas mbak maaf permisi eh please pls halo hai")
	fillersAfter  = set("ya iya yaa dong do dulu kakak min pak bapak bu ibu om bang mas mbak nona nyong bos saja sa e eh na ni tu nih deh sih lah sudah lagi tolong please pls terima kasih makasih ok oke sekarang langsung")
	thanks        = set("terima kasih makasih")
)

// neverTypo are names, places and common words that lie one letter from a command. Typed alone they are what they say.
var neverTypo = set(`armin admen amin batalia natalia batam batas batak bakal bantal bantul batan mulia mulya mulyo gandi ganda ganta gantung gante balok balek
	koleksi kembang kembari bandung petuga statis hapsa lanjar lanjat ulan orong operasi hendra berhenta stefanus stevanus stopanus bahan
	bantai banta bante bento ubas manusa menua oranye harus hapal hafal bentuk langgar privat mundus mondur pulang ulangan panduan pandan
	kancil tirus tarus restu balikpapan ujang hesti hendi hendy henri henry henki henky henty hetti berti berni adrin rafat mulan batar bathal batik
	balki mandur inggrid inggrit inggris2 englis staf stefi afent agen agent2 officer offe ofer changi chang korek coret human2 humam hunan
	minta minan minah minas lapar lapok labor`)

// topicsOf are the words for what a notice is about, after stop and start words.
var topicsOf = invert(map[string]string{
	"lowongan":   "lowongan kerja job jobs bkk vacancies vacancy",
	"pelatihan":  "pelatihan kursus training trainings",
	"pem":        "pem pinjam modal loan loans",
	"pengumuman": "pengumuman pengumumannya kabar berita announcement announcements news",
	"umum":       "umum general",
})

// Words that may stand between a stop or start word and its topic.
var (
	stopWords  = set("berhenti brenti brhenti barenti henti hentikan stop stpo setop unsubscribe unsub matikan nonaktifkan")
	startWords = set("mulai langganan berlangganan aktifkan hidupkan nyalakan subscribe start")
	topicGlue  = set("kirim info infonya informasi pesan notif notifikasi pemberitahuan broadcast siaran langganan berlangganan soal tentang semua lagi terima dari yang about sending all the")
)

// editFields are the words by which an answer to be corrected is named. The argument of "edit" is what was written, cleaned.
var editFields = set(`nama nik ktp tanggal lahir umur usia tahun kelurahan alamat pendidikan ijazah sekolah jenis kelamin gender kerja status
	hp nomor telepon telpon telp tlp wa whatsapp kontak pelatihan kursus kejuruan pilihan kedua angkatan jadwal alasan pengalaman bagian yang
	jawaban lengkap terakhir bulan minat kecamatan topik data`)
