package nlu

// commandWords are the global words: the command's name, then the whole messages that mean it, one to a line. They are written in standard
// words (see the lexicon, which maps "sonde jadi" to "tidak jadi" before this table is asked). Polite fillers around them are allowed.
var commandWords = map[string]string{
	"menu": `
		menu
		menu utama
		menu awal
		kembali ke awal
		lihat menu
		tampilkan menu
		tampilkan menu utama
		lihat menu utama
		ke menu
		kembali ke menu
		kembali ke menu utama
		balik ke menu
		mnu
		home
		beranda
		pilihan menu`,
	"cancel": `
		batal
		batalkan
		batl
		dibatalkan
		cancel
		cansel
		tidak jadi
		tidak jadi daftar
		saya batal
		saya tidak jadi
		batalin
		tidak mau lanjut
		tidak jadi ikut
		batal daftar
		batal isi
		berhenti isi
		berhenti isi data
		keluar
		quit
		exit`,
	"back": `
		kembali
		kmbli
		kmbali
		balik
		bale
		back
		sebelumnya
		mundur
		mundur satu
		undo
		kembali ke sebelumnya
		kembali ke pertanyaan sebelumnya
		pertanyaan sebelumnya
		ke pertanyaan sebelumnya`,
	"help": `
		bantuan
		bantu
		bantu saya
		help me
		help
		tolong
		tolong bantu
		bantaun
		butuh bantuan
		perlu bantuan
		minta bantuan
		minta tolong
		petunjuk
		cara pakai
		panduan
		bingung
		saya bingung
		saya tidak mengerti
		saya tidak mangarti
		tidak mengerti`,
	"staff": `
		petugas
		admin
		operator
		orang
		manusia
		cs
		petugas manusia
		bicara petugas
		bicara dengan petugas
		bicara ke petugas
		bicara sama petugas
		bicara dengan admin
		bicara dengan orang
		bicara sama orang
		bisa bicara sama orang
		bisa bicara dengan petugas
		bisa bicara dengan orang
		hubungi petugas
		hubungi admin
		hubungkan dengan petugas
		hubungkan ke petugas
		hub petugas
		minta petugas
		panggil petugas
		sambungkan petugas
		sambungkan ke petugas
		chat petugas
		chat dengan petugas
		chat admin
		chat dengan admin
		tanya petugas
		kasih orang
		minta nomor petugas
		perlu petugas
		butuh petugas`,
	"resume": `
		lanjut
		lanjutkan
		lanjutin
		lanjutkan formulir
		lanjut formulir
		lanjut isi
		lanjutkan pendaftaran
		lanjut daftar
		teruskan
		terus
		sambung
		resume
		continue`,
	"restart": `
		ulang
		ulangi
		mulai ulang
		mulai lagi
		mulai baru
		mulai dari awal
		ulang dari awal
		ulangi dari awal
		dari awal
		isi ulang
		reset
		restart`,
	"status": `
		status
		cek
		check
		cek status
		lihat status
		status saya
		cek status saya
		status pendaftaran
		status pendaftaran saya
		cek pendaftaran
		cek pendaftaran saya
		cek status pendaftaran
		cek status pendaftaran saya
		lihat status pendaftaran
		cek hasil
		cek hasil seleksi
		status seleksi`,
	"stop": `
		berhenti
		brenti
		brhenti
		barenti
		bernti
		henti
		hentikan
		stop
		stpo
		stopp
		setop
		unsubscribe
		unsub
		berhenti langganan
		berhenti berlangganan
		stop langganan
		jangan kirim
		jangan kirim lagi
		jangan kirim pesan
		jangan kirim pesan lagi
		jangan kirim apa apa lagi
		tidak usah kirim
		tidak usah kirim lagi
		tidak mau terima pesan lagi
		jangan ganggu
		jangan wa lagi
		jangan chat lagi
		matikan
		nonaktifkan`,
	"start": `
		mulai
		start
		langganan
		berlangganan
		mulai langganan
		langganan lagi
		aktifkan
		aktifkan lagi
		hidupkan
		hidupkan lagi
		nyalakan
		subscribe
		kirim lagi`,
	"offer": `
		tawaran
		tawarannya
		lihat tawaran
		cek tawaran
		jawab tawaran
		tawaran kursi
		tawaran saya
		kursi tawaran`,
	"duty": `
		menu petugas
		tugas petugas
		menu staf
		peran saya
		staff menu
		my role`,
	"link": `
		hubungkan
		hubung
		hubungkan akun
		hubungkan nomor
		hubungkan nomor saya
		hubungkan kanal
		hubungkan percakapan
		hubungkan whatsapp
		hubungkan wa
		hubungkan ke whatsapp
		hubungkan dengan whatsapp
		hubungkan telegram
		hubungkan ke telegram
		hubungkan dengan telegram
		hubungkan wa dan telegram
		connect
		connect whatsapp
		connect telegram
		gabungkan
		gabungkan nomor
		gabungkan akun
		sambungkan whatsapp
		sambungkan wa
		sambungkan telegram
		tautkan
		tautkan nomor
		tautkan akun
		tautkan whatsapp
		tautkan telegram`,
	"unlink": `
		putuskan
		putuskan hubungan
		putuskan sambungan
		putuskan tautan
		putuskan whatsapp
		putuskan wa
		putuskan telegram
		lepas tautan
		lepaskan tautan
		batal hubungkan
		disconnect`,
	"my_data": `
		data saya
		data sa
		datasaya
		data punya saya
		saya punya data
		sa punya data
		lihat data
		lihat data saya
		lihat data sa
		lihat dta saya
		lihat saya punya data
		cek data saya
		data diri saya
		profil saya
		cek profil`,
	"erase": `
		hapus
		hapus data
		hapus data saya
		hapus data sa
		hapus datanya
		hapus sa punya data
		hapus datasaya
		hapus saya punya data
		hapus semua data
		hapus semua data saya
		hapus akun
		hapus akun saya
		hapus akn saya
		delete data saya
		delete data
		buang data saya`,
	"who": `
		siapa kamu
		kamu siapa
		siapa kau
		lu siapa
		siapa lu
		anda siapa
		siapa anda
		ini siapa
		siapa ini
		siapa ni
		siapa
		dengan siapa
		dengan siapa ini
		ini dengan siapa
		saya bicara dengan siapa
		bicara dengan siapa
		saya bicara dengan siapa ini
		nama kamu siapa
		siapa nama kamu
		namanya siapa
		kamu orang
		kamu manusia
		kamu bot
		kamu robot
		kamu mesin
		kamu orang atau robot
		kamu orang atau bot
		kamu bot atau orang
		kamu manusia atau robot
		kamu manusia atau bot
		kamu robot atau manusia
		kamu robot atau orang
		ini bot
		ini bot ko
		ini robot
		ini robot ko
		ini mesin
		ini orang
		ini orang ko
		ini manusia
		ini admin
		apakah ini bot
		apakah ini robot
		apakah ini manusia
		apakah ini orang
		ini bot atau orang
		ini orang atau bot
		ini bot ko orang
		ini orang ko bot
		ini robot ko orang
		ini orang ko robot
		ini robot atau orang
		ini orang atau robot
		ini bot atau manusia
		ini manusia atau bot
		ini manusia atau mesin
		ini mesin atau orang
		ini orang atau mesin
		ini admin atau bot
		ini orang betul
		ini orang benar
		yang jawab siapa
		yang balas siapa
		yang balas ini orang
		siapa yang balas
		siapa yang jawab
		ini nomor siapa
		nomor siapa ini
		ini dari mana
		dari mana ini
		apa itu lopo
		lopo itu apa
		lopo apa
		ini layanan siapa
		siapa yang buat
		siapa yang buat bot ini
		siapa pemilik nomor ini
		ini resmi
		apakah ini resmi
		ini resmi ko
		ini betul dari pemkot
		ini penipuan
		ini penipuan ko
		ini penipuan bukan
		apa ini penipuan
		apakah ini penipuan`,
	"privacy": `
		privasi
		kebijakan privasi
		privacy
		lihat privasi
		pelindungan data
		perlindungan data`,
	"edit": `
		ubah
		ganti
		koreksi
		perbaiki
		edit
		ralat
		ubah jawaban
		ganti jawaban
		koreksi jawaban
		perbaiki jawaban
		ubah data
		ubah data saya
		ganti data
		perbaiki data
		koreksi data
		ubah isian`,
}

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
