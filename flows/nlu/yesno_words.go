package nlu

// What residents answer to a yes/no question, in standard words (the lexicon has "sonde", "son", "tdk", "gak" as "tidak"; "batul" as "betul").
// A Kupang speaker should check: iyo, io, ho'o, tar.
var (
	yesWords = set(`ya y yaa iya iy iyah iye iyo iyoo io yo yoo yoi yap yaps yup yups yep yes yess yess yak yah yahh hoo ho hooh oo hoho hee heeh heem he eh ha
		betul benar ok oke okay okey okee okeh oks oky sip sipp sippp siip siap siyap syap setuju stuju stju setujuu bisa bole boleh bolehlah lanjut
		tentu pasti jelas cocok pas tepat sesuai baik bae acc aman gas gass gpp gapapa gakpapa gpapa ndakpapa sah valid lengkap jadi bersedia
		sanggup silakan silahkan kirim ambil terima ikut simpan mari marsu sepakat right correct sure true mantap mantul agree deal
		bersedialah yakin sudahlah cocoklah bnr ada punya iyalah iyadong`)
	noWords    = set("tidak g bukan bkn bukang jangan td tak no nope nop nggih2 ogah kurang tidaklah enggaklah nei nai emoh")
	laterWords = set("nanti tunggu tnggu sebentar sabantar bentar sabentar besok lusa pikir pikir2 mikir belum menyusul sabar kapan2 sibuk")
	wrongWords = set("salah keliru sala kliru ngawur")
	fixWords   = set("tapi tetapi tp tpi ma kecuali ubah ganti koreksi perbaiki ralat harusnya seharusnya mestinya ternyata edit")
	fieldWords = set("nama namanya tanggal tanggalnya tgl lahir umur umurnya usia kelurahan kelurahannya alamat alamatnya pendidikan pendidikannya nomor nomornya hp nik niknya kelamin sekolah kerja pelatihan pelatihannya ejaan huruf jadwal")

	// badWords turn a "tidak" before them into a yes ("sonde salah").
	badWords = set("salah keliru sala masalah keberatan ragu kenapa papa apa")
	softYes  = set("sudah mau")

	yesFillers = set(`saya sa kakak bapak pak ibu bu min admin om bang mas mbak mama nona nyong itu ini tu ni e na ko dong do dulu saja lah deh sih kok toh to memang
		memanglah semua semuanya sumua data datanya sekali sakali skali banget sangat lagi yang di atas isi isinya makasih terima kasih dengan
		nya begitu bagitu gitu silahkan tolong mohon wkwk wkwkwk haha hehe hihi untuk kami katong ketong kita adalah akan siap usah perlu begitulah leh
		halo hai sekarang langsung dah loh nih yah tuhan tetap ikutserta sama petugas`)

	// askWords begin or mark a question.
	askWords = set("apa apakah apaan bagaimana kenapa kapan berapa siapa mana dimana kemana maksudnya arti artinya bolehkah bisakah haruskah perlukah gimana")
)

// yesSayings are whole answers whose words mislead one by one: yes, no, later or unclear.
var yesSayings = sayings(map[string]string{
	"yes": `tidak apa apa|tidak apa|tidak papa|ya tidak apa apa|tidak ada yang salah|tidak ada salah|tidak ada masalah|tidak masalah|bukan masalah|no problem|
		sudah ok|thumbs up|he eh|ho o|e e|tidak salah|tidak ada yang keliru|tidak ada perubahan|tidak ada yang diubah|tidak ada yang perlu diubah|
		tidak perlu diubah|tidak perlu ubah|tidak usah diubah|apa boleh buat|kenapa tidak|mengapa tidak|siapa takut|sudah tidak ada yang salah|
		tidak ada yang diganti|sudah semua|semua sudah`,
	"no": `tidak jadi|nomor|no|jangan dulu|belum benar|belum betul|belum tepat|belum sesuai|belum pas|belum cocok|belum punya|belum ada|belum pernah|
		tidak dulu|tidak terima kasih|tidak makasih|salah|keliru|salah semua|ada tidak ada`,
	"deferred": `tidak sekarang|bukan sekarang|lain kali|lain waktu|nanti dulu|tar dulu|pikir dulu|tanya dulu|belum tahu|masih pikir|tidak dulu nanti`,
	"unclear":  `tidak tahu|kurang tahu|tidak yakin|mungkin|terserah|bisa jadi|entah|ragu|tidak mengerti|tidak paham`,
})

// sayings turns "value: saying|saying" into "saying -> value", through the lexicon.
func sayings(table map[string]string) map[string]string {
	m := map[string]string{}
	for value, list := range table {
		for _, s := range splitBar(list) {
			m[s] = value
		}
	}
	return m
}
