package nlu

// Keywords by which a free text at the menu is sent on, in standard words. Danger and safety come first and win over everything: a wrong
// hotline costs a minute, a missed one may cost a life. (Recruiting under the name of training or work is how people are trafficked from
// here.) The order below them is that of Topic.

// dangerPhrases say by themselves that somebody is in need.
var dangerPhrases = padded(`
	bunuh diri
	kill myself
	end my life
	want to die
	suicide
	house is on fire
	he beats me
	she beats me
	they beat me
	is beating me
	need an ambulance
	took my passport
	akhiri hidup
	mengakhiri hidup
	tidak mau hidup
	mau mati saja
	mau mati sa
	ada kebakaran
	rumah kebakaran
	rumah saya kebakaran
	rumah terbakar
	rumah saya terbakar
	rumah tabakar
	rumah tetangga terbakar
	ada kecelakaan
	orang kecelakaan
	tabrak orang
	orang tenggelam
	anak tenggelam
	orang pingsan
	disekap
	sekap
	diperas
	pukul saya
	siksa saya
	tolong kami
	selamatkan kami
	tidak boleh keluar
	dibawa orang
	dibawa agen
	dibawa calo
	dibawa lari
	dikurung
	dikunci
	dipukul
	dipukuli
	disiksa
	dianiaya
	diperkosa
	dilecehkan
	diancam
	dipaksa
	dijual
	diculik
	ditipu agen
	ditipu calo
	ditipu sponsor
	tidak boleh pulang
	tidak bisa pulang
	tidak dikasih pulang
	tidak dikasih makan
	mau dijual
	minta dipulangkan
	tolong selamatkan
	selamatkan saya
	tidak digaji
	tidak pernah digaji
	belum digaji
	tidak di gaji
	tidak terima gaji
	tidak dapat gaji
	belum terima gaji
	belum dapat gaji`)

var (
	papers   = set("paspor ktp ijazah dokumen visa surat hp")
	seized   = set("ditahan disita dirampas diambil tahan sita")
	wages    = set("gaji upah gajinya upahnya honor")
	unpaid   = padded("tidak dibayar\ntidak di bayar\nbelum dibayar\ntidak bayar\ntidak kasih\ntidak dikasih\nditahan\ndipotong semua\ntidak keluar")
	carried  = set("dibawa bawa")
	masters  = set("majikan tuan nyonya juragan mandor")
	blows    = set("pukul tampar tendang siksa aniaya hajar")
	toBring  = set("apa berkas surat dokumen syarat bawa2 ktp ijazah foto alat")
	byWhom   = set("pergi orang agen sponsor calo lari keluar kerja ke paksa malam besok om tante bos")
	inNeed   = set("kakak bapak pak bu ibu dong do min om tante mama segera cepat saya")
	farPlace = set("malaysia malasia batam kalimantan singapura hongkong taiwan arab saudi jepang korea dubai brunei papua medan jakarta surabaya kamboja myanmar sabah serawak sarawak riau pekanbaru sumatra sumatera sulawesi morowali macau qatar kuwait turki australia ln jawa sawit")
	leaving  = set("hilang kursus pelatihan kerja berangkat brangkat agen agensi sponsor calo paspor merantau magang diajak ajak ditawari ditawarkan tawaran tki tkw pmi pembantu art lowongan gaji pergi rekrut perekrut dijanjikan janji kirim dikirim kontrak sawit")
	brokers  = set("calo sponsor tki tkw pmi perekrut trafficking human")
	safety   = padded("luar negeri\nluar negri\ngaji besar\ngaji tinggi\ngaji basar\nluar pulau\nditipu\ndapat tipu\nagen minta\nperdagangan orang\njual orang\nkirim tenaga kerja\nbuat paspor\nbikin paspor\nbekin paspor\nkerja di luar\npaspor")
)

// Words of each topic; one of them anywhere is enough.
var (
	askStatus  = set("diterima lulus lolos seleksi kelulusan terdaftar pendaftaran daftar hasil antrian antrean tunggu")
	loanWords  = set("pem pinjam cicilan angsuran tunggakan menunggak nunggak modal permodalan bergulir lpm dana")
	otherLoans = set("bank bri bni mandiri kur koperasi pinjol gadai pegadaian motor mobil hp akulaku adira beasiswa pip kip bos desa")
	jobWords   = set("lowongan kerja bkk ak1 ak 1 pencaker pengangguran nganggur melamar lamar lamaran karir karier loker2 vacancy rekrutmen")
	jobPhrases = padded("kartu kuning\nkartu ak\nbursa kerja\ncari kerja\nkartu pencari\njob fair")
	notJobs    = padded("jam kerja\nhari kerja\ntenaga kerja dinas\nprogram kerja\nlatihan kerja\npelatihan kerja\nkursus kerja\nketerampilan kerja")
	learning   = set("pelatihan pelatihannya kursus kursusnya training daftar pendaftaran formulir keterampilan belajar balajar kelas bimtek blk sertifikat ikut mendaftar daftarkan mendaftarkan pelatihan2 registrasi reg kejuruan")
	company    = set("suami istri bini laki orang mama bapak ibu kakak adik anak keluarga om tante saudara teman pacar dia mereka")
	notices    = padded("pengumuman\npengumumannya\nbroadcast\nsiaran")
	courses    = padded("pelatihan\nkursus\nkelas\nkejuruan")
	notMine    = padded("sekolah negeri\nppdb\npolisi\ntentara\ntni\ncpns\nsim\nnikah\nbpjs\nbansos\npkh\nblt")

	greets = set(`halo hallo helo hello hai hay hei hey hi hy p pagi siang sore malam selamat salamat slmt selmat met pgi assalamualaikum
		assalamu wr wb slamat asalamualaikum asslamualaikum ass wassalam alaikum syalom shalom salom sialom test tes testing tess permisi misi mnta numpang om swastiastu
		horas ping woi woy hallo2 bos spada punten kabar apa bae baik kulonuwun`)
	greetStart = set(`halo hallo helo hello hai hay hei hey hi hy p pagi siang sore malam selamat salamat slamat slmt selmat met pgi assalamualaikum assalamu
		asalamualaikum asslamualaikum ass syalom shalom salom sialom test tes testing permisi misi numpang ping woi woy apa kabar`)
	asking    = padded("mau tanya\nmau bertanya\nmau batanya\ningin bertanya\nnumpang tanya\nijin tanya\nizin bertanya\ntanya dong\nboleh tanya\nbisa tanya\nmau nanya\ntanya do")
	addresses = set("kakak bapak ibu bu pak min admin om tante mama bang mas mbak nona nyong bos semua semuanya basudara kawan e dong do ya saya mau tanya bertanya batanya nanya boleh bisa ijin izin petugas bot dulu sedikit kupang lopo")
)
