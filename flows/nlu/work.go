package nlu

var (
	// Phrases in standard words, tried in this order: "sudah tidak kerja lagi" must be heard before "kerja", "belum pernah kerja" before "pernah".
	neverWorked = padded(`
		belum pernah kerja
		tidak pernah kerja
		belum kerja
		belum dapat kerja
		belum ada kerja
		masih cari kerja
		lagi cari kerja
		sedang cari kerja
		cari kerja
		mencari kerja
		nganggur
		menganggur
		pengangguran
		panganggur
		fresh graduate
		freshgraduate
		baru lulus
		baru tamat
		ibu rumah tangga
		rumah tangga
		irt
		di rumah saja
		di rumah
		diam di rumah
		urus rumah
		urus anak
		jaga anak`)
	workedBefore = padded(`
		pernah kerja
		sudah pernah
		pernah
		mantan
		dulu kerja
		bekas
		eks
		resign
		phk
		di phk
		diphk
		dirumahkan
		habis kontrak
		kontrak habis
		putus kontrak
		sudah tidak kerja
		tidak kerja lagi
		sudah berhenti
		sudah brenti
		berhenti kerja
		brenti kerja
		baru berhenti
		baru keluar
		sudah keluar
		pensiun
		pensiunan`)
	notWorking = padded("tidak kerja\ntidak ada kerja\ntidak punya kerja\nbelum")
	ownBoss    = set(`usaha wiraswasta wirausaha wiraswata wirausahawan wiraswastawan dagang badagang pedagang jualan jual bajual berjualan menjual papalele umkm bisnis
		pengusaha petani tani bertani nelayan peternak ternak ojek ojol grab gojek tukang penjahit penenun kebun berkebun freelance
		swausaha mandiri wirausahaa usahawan`)
	ownPlace = set("kios warung toko bengkel lapak salon kedai") // one's own, unless one works or worked there
	employed = set(`kerja karyawan karyawati pegawai honorer honor buruh pns asn p3k pppk guru sopir supir satpam kasir admin pelayan perawat bidan tni polri polisi swasta kontrak magang
		pembantu art penjaga jaga kuli tetap dosen security spg operator staf staff kondektur pekerja satpol kuli cleaning pramuniaga`)
	inSchool  = set("sekolah kuliah pelajar mahasiswa mahasiswi siswa siswi bersekolah kuliahan murid kampus semester kelas")
	doneThere = padded("tamat\nlulus\nputus\ntidak sekolah\nselesai\nsudah tidak")
)

// Work reads the present working life: belum_bekerja, pernah_bekerja, usaha_sendiri, bekerja or bersekolah.
func Work(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := read(in.Text)
	line := pad(ws)
	if asks(in.Text, ws) {
		return why("question")
	}
	if len(ws) == 0 || len(ws) > 30 {
		return why("unclear")
	}
	own, school, job := anyOf(ws, ownBoss), anyOf(ws, inSchool) && !saysAny(line, doneThere), anyOf(ws, employed)
	own = own || anyOf(ws, ownPlace) && !job && !saysAny(line, workedBefore)
	switch {
	case says(ws, "tidak pernah") || says(ws, "belum pernah"):
		return value("belum_bekerja")
	case own && saysAny(line, workedBefore):
		return why("unclear")
	case school && (own || job && !saysAny(line, neverWorked) && !saysAny(line, notWorking)):
		return why("unclear")
	case school:
		return value("bersekolah")
	case own:
		return ownOrNot(line)
	case saysAny(line, workedBefore):
		return value("pernah_bekerja")
	case saysAny(line, neverWorked), saysAny(line, notWorking):
		return value("belum_bekerja")
	case job:
		return value("bekerja")
	}
	return nearWork(ws)
}

func ownOrNot(line string) Reading {
	if saysAny(line, noUsaha) {
		return why("unclear")
	}
	return value("usaha_sendiri")
}

var noUsaha = padded("tidak usaha\ntidak punya usaha\nbelum punya usaha\nbelum ada usaha\ntidak ada usaha\nbelum usaha\nkerja di toko\nkerja di warung\nkerja di bengkel\njaga toko\njaga kios\njaga warung\nmau usaha")

// nearWork rights a slip in the words that people send alone.
func nearWork(ws []string) Reading {
	for _, w := range ws {
		switch {
		case near(w, "wiraswasta", "usaha", "jualan", "pedagang", "petani"):
			return value("usaha_sendiri")
		case near(w, "bekerja", "karyawan", "pegawai", "honorer"):
			return value("bekerja")
		case near(w, "menganggur", "nganggur", "pengangguran"):
			return value("belum_bekerja")
		case near(w, "mahasiswa", "pelajar", "kuliah", "sekolah"):
			return value("bersekolah")
		}
	}
	return why("unclear")
}
