package poster

import (
	"bytes"

	"lopo/store"
)

// active are the parts of a PDF that do something when it is opened, or carry another file. A letter of the city has none of them. They are looked
// for as they are usually written; what is hidden in a compressed part is not found, so this keeps out the careless and not the cunning: readers
// on phones do not run such parts anyway.
var active = []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia"}

// document checks a PDF and leaves it as it is.
func document(raw []byte, name string) (File, error) {
	switch {
	case len(raw) > MaxPDF:
		return File{}, unfit("Dokumen ini lebih dari %d MB. Kecilkan dulu (misalnya simpan ulang dengan ukuran kecil), lalu kirim lagi.", MaxPDF>>20)
	case !bytes.Contains(raw[max(0, len(raw)-1024):], []byte("%%EOF")), !bytes.Contains(raw, []byte("startxref")):
		return File{}, unfit("Dokumen PDF ini rusak atau terpotong. Simpan ulang, lalu kirim lagi.")
	}
	for _, part := range active {
		if bytes.Contains(raw, []byte(part)) {
			return File{}, unfit("Dokumen PDF ini berisi program atau berkas lain. Cetak ulang sebagai PDF biasa, lalu kirim lagi.")
		}
	}
	return named(File{Data: raw}, store.Document, "application/pdf", title(name, "dokumen", ".pdf")), nil
}
