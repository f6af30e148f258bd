package nlu

// Places near the city that are not in it, by their joined keys (see placeKey). A resident of these has another government; the flow says so
// kindly. Manulai Satu and Penfui Timur lie in Kabupaten Kupang although their sisters are in the city.
var outsidePlaces = set(`tarus noelbaki oesao babau camplong soe kefa kefamenanu atambua betun malaka rote baa rotendao sabu raijua saburaijua alor kalabahi
	sumba waingapu waikabubak tambolaka flores maumere ende ruteng larantuka labuanbajo bajawa lembata lewoleba baumata penfuitimur mataair oelamasi
	amarasi amfoang semau sulamu nekamese oeltua oebelo tanahmerah nunkurus oematnunu bolok tablolong manulai1 batakte sumlili oenesu nitneo
	kupangbarat kupangtengah kupangtimur taebenu jakarta surabaya dili timorleste denpasar bali makasar fatuleu takari naibonat oekabiti pariti lili
	kabupaten kabupatenkupang kabkupang kab tts ttu belu manggarai sikka ngada nagekeo timortengahselatan timortengahutara luarkota luarkupang
	luardaerah luarntt jawa medan papua kalimantan malaysia lombok mataram oeteta silu kuanheum oenif`)

// outsideSayings mean the same in words.
var outsideSayings = padded("luar kota\nluar kupang\nluar daerah\nbukan warga\nbukan orang kupang\nbukan di kupang\ntidak di kupang\ntidak tinggal di kupang\ndi kabupaten\nkabupaten kupang\nkab kupang\nbukan penduduk\nbukan dari kupang\nbukan kota kupang\nktp luar")

// generalPlaces are too large to be a kelurahan.
var generalPlaces = set("kupang kotakupang kpg ntt nttimur nusatenggaratimur timor indonesia kota pulautimor kupangntt kotakupangntt kotakarang")

// sharedPlaces lie in several kelurahan, or on the border: nobody can tell which from the name.
var sharedPlaces = set("btn perumnas nasipanaf kompleks perumahan walikota oepoi oehendak asrama undana lippo kampung pasarinpres inpres bundaran eltari")

// placeNoise are words around a place name.
var placeNoise = set(`kelurahan klrhn kelurahannya desa di dari saya sa tinggal tinggalnya warga orang asal asli domisili alamat alamatnya ada rumah ini itu ya kakak min bapak
	pak bu ibu kota kupang rt rw btn perumahan daerah wilayah sekarang ktp sesuai e ni tu dong yaitu adalah ni na punya lingkungan masuk
	ntt kpg jln jl jalan kami bertempat batinggal tinggl di nya sini situ makasih terima kasih ko mau`)

// placeShort opens the shorthand of messages.
var placeShort = map[string]string{
	"brt": "barat", "bar": "barat", "slt": "selatan", "sltn": "selatan", "sel": "selatan", "satu": "1", "i": "1", "dua": "2", "ii": "2", "du": "2",
	"due": "2", "tiga": "3", "iii": "3", "pjg": "panjang", "pth": "putih", "dlh": "delha", "kl": "kelapa",
}

// besideWords make a place the neighbour of what is meant.
var besideWords = set("dekat dekatnya samping sebelah belakang depan perbatasan arah dekat2")
