package poster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// noisy is a picture that hardly gets lighter by being encoded.
func noisy(w, h int) *image.RGBA {
	random := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(random.Uint32())
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

// quarters has another colour in each quarter: red, green / blue, white.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	colours := []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, colours[2*(2*y/h)+2*x/w])
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// withExif puts a note of a camera into a JPEG: which way is up, and who owns it.
func withExif(jpg []byte, orientation int, order byteOrder) []byte {
	var tiff []byte
	if order == byteOrder(binary.LittleEndian) {
		tiff = []byte("II*\x00")
	} else {
		tiff = []byte("MM\x00*")
	}
	put32 := func(n uint32) { tiff = order.AppendUint32(tiff, n) }
	put16 := func(n uint16) { tiff = order.AppendUint16(tiff, n) }
	put32(8)
	put16(2)
	put16(0x010f) // maker
	put16(2)
	put32(4)
	tiff = append(tiff, "Cam\x00"...)
	put16(orientationTag)
	put16(3)
	put32(1)
	put16(uint16(orientation))
	put16(0)
	put32(0)
	tiff = append(tiff, "rahasia GPS -10.17 123.60"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append([]byte{0xff, 0xd8}, append(segment, body...)...), jpg[2:]...)
}

func decoded(t *testing.T, f File) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatal(err)
	}
	if b := m.Bounds(); b.Dx() != f.Width || b.Dy() != f.Height {
		t.Errorf("it is %v, and said to be %d × %d", b, f.Width, f.Height)
	}
	return m
}

func TestAPictureIsMadeLightAndBare(t *testing.T) {
	for name, c := range map[string]struct {
		raw  []byte
		w, h int // 0: whatever, but no more than may be
	}{
		"photo":         {withExif(asJPEG(t, noisy(1500, 1000)), 1, binary.BigEndian), 0, 0},
		"small":         {asJPEG(t, quarters(400, 300)), 400, 300},
		"wide PNG":      {asPNG(t, quarters(2560, 640)), 1280, 320},
		"paletted":      {asPNG(t, image.NewPaletted(image.Rect(0, 0, 1500, 1500), color.Palette{color.White, color.Black})), 1280, 1280},
		"sixteen bits":  {asPNG(t, image.NewNRGBA64(image.Rect(0, 0, 1500, 750))), 1280, 640},
		"grey":          {asJPEG(t, image.NewGray(image.Rect(0, 0, 64, 64))), 64, 64},
		"shifted frame": {asPNG(t, noisy(500, 500).SubImage(image.Rect(100, 100, 300, 400))), 200, 300},
	} {
		f, err := Prepare(c.raw, "Poster Las.JPG")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		decoded(t, f)
		if f.Kind != store.Image || f.Mime != "image/jpeg" || f.Name != "Poster Las.jpg" || len(f.Sum) != 64 || f.Size != len(f.Data) {
			t.Errorf("%s: %+v", name, f.Media)
		}
		if len(f.Data) > weight || max(f.Width, f.Height) > side || c.w != 0 && (f.Width != c.w || f.Height != c.h) {
			t.Errorf("%s: %d bytes, %d × %d", name, len(f.Data), f.Width, f.Height)
		}
		if bytes.Contains(f.Data, []byte("Exif")) || bytes.Contains(f.Data, []byte("rahasia")) || bytes.Contains(f.Data, []byte("Cam")) {
			t.Errorf("%s: the note of the camera is still in it", name)
		}
		thumb, err := jpeg.DecodeConfig(bytes.NewReader(f.Thumb))
		if err != nil || max(thumb.Width, thumb.Height) > thumbSide || len(f.Thumb) > 8<<10 {
			t.Errorf("%s: the small picture: %+v, %d bytes, %v", name, thumb, len(f.Thumb), err)
		}
	}
}

func TestTheSameFileHasTheSameSum(t *testing.T) {
	raw := asJPEG(t, quarters(300, 300))
	a, err := Prepare(raw, "a.jpg")
	b, again := Read(bytes.NewReader(raw), "b.jpg")
	if err != nil || again != nil || a.Sum != b.Sum || !bytes.Equal(a.Data, b.Data) {
		t.Errorf("%v %v %s %s", err, again, a.Sum, b.Sum)
	}
}

// What is seen through is seen on white.
func TestNothingShowsThrough(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 100, 100)) // clear
	f, err := Prepare(asPNG(t, m), "")
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := decoded(t, f).At(50, 50).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("clear became %d %d %d", r>>8, g>>8, b>>8)
	}
}

// A picture that a phone took on its side stands upright, by each of the eight notes and in both byte orders.
func TestAPictureStandsUpright(t *testing.T) {
	// Where the red quarter of the original, its top left, comes to lie.
	at := map[int][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for note := 1; note <= 8; note++ {
		for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
			f, err := Prepare(withExif(asJPEG(t, quarters(200, 100)), note, order), "x.jpg")
			if err != nil {
				t.Fatal(err)
			}
			m := decoded(t, f)
			if side := note >= 5; side != (f.Height == 200) {
				t.Errorf("note %d: %d × %d", note, f.Width, f.Height)
			}
			x, y := f.Width/4+at[note][0]*f.Width/2, f.Height/4+at[note][1]*f.Height/2
			if r, g, b, _ := m.At(x, y).RGBA(); r>>8 < 200 || g>>8 > 60 || b>>8 > 60 {
				t.Errorf("note %d, %v: at %d,%d is %d %d %d", note, order, x, y, r>>8, g>>8, b>>8)
			}
		}
	}
	if got := orientation(withExif(asJPEG(t, quarters(64, 64)), 99, binary.BigEndian)); got != 1 {
		t.Errorf("nonsense is %d", got)
	}
}

// bomb is a PNG whose head promises more than there is.
func bomb(w, h uint32) []byte {
	var head []byte
	head = binary.BigEndian.AppendUint32(head, w)
	head = binary.BigEndian.AppendUint32(head, h)
	head = append(head, 8, 2, 0, 0, 0)
	chunk := append([]byte("IHDR"), head...)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(head)))
	out = append(out, chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

const paper = "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\nstartxref\n0\n%%EOF\n"

func TestWhatIsNotTaken(t *testing.T) {
	whole := asJPEG(t, noisy(300, 300))
	for name, c := range map[string]struct {
		raw string
		why string
	}{
		"nothing":             {"", "kosong"},
		"text":                {"Pengumuman", "JPG atau PNG"},
		"page":                {"<html><img src=x></html>", "JPG atau PNG"},
		"drawing":             {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "JPG atau PNG"},
		"program":             {"MZ\x90\x00", "JPG atau PNG"},
		"moving":              {"GIF89a" + strings.Repeat("x", 100), "JPG atau PNG"},
		"head alone":          {"\xff\xd8\xff\xe0", "rusak"},
		"cut off":             {string(whole[:len(whole)/2]), "rusak"},
		"a promise of 900 MP": {string(bomb(30_000, 30_000)), "terlalu besar"},
		"a promise of 2^62":   {string(bomb(1<<31-1, 1<<31-1)), ""},
		"too long a side":     {string(bomb(12_001, 2000)), "terlalu besar"},
		"26 MP":               {string(bomb(5200, 5000)), "terlalu besar"},
		"a sliver":            {string(asPNG(t, image.NewGray(image.Rect(0, 0, 1200, 100)))), "tipis"},
		"a dot":               {string(asPNG(t, image.NewGray(image.Rect(0, 0, 20, 20)))), "terlalu kecil"},
		"too heavy":           {string(whole) + strings.Repeat("x", MaxPicture), "lebih dari 10 MB"},
		"PDF without end":     {"%PDF-1.7\n1 0 obj", "rusak"},
		"PDF too heavy":       {"%PDF-1.7\n" + strings.Repeat("x", MaxPDF) + paper[8:], "lebih dari 5 MB"},
		"PDF with a script":   {strings.Replace(paper, "/Catalog", "/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>", 1), "program"},
		"PDF that starts":     {strings.Replace(paper, "/Catalog", "/Catalog /AA << /S /Launch >>", 1), "program"},
		"PDF in a PDF":        {strings.Replace(paper, "/Catalog", "/Catalog /EmbeddedFiles 3 0 R /Type /EmbeddedFile", 1), "program"},
	} {
		f, err := Read(strings.NewReader(c.raw), "x.jpg")
		var unfit *Unfit
		if !errors.As(err, &unfit) || !strings.Contains(err.Error(), c.why) || f.Data != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADocumentIsLeftAsItIs(t *testing.T) {
	f, err := Prepare([]byte(paper), `C:\Surat\..\Edaran "BKK"/2026.PDF`)
	if err != nil || string(f.Data) != paper || f.Kind != store.Document || f.Mime != "application/pdf" || f.Thumb != nil || f.Name != "2026.pdf" {
		t.Errorf("%+v %v", f.Media, err)
	}
}

func TestTitle(t *testing.T) {
	for name, want := range map[string]string{
		"edaran.pdf": "edaran.pdf", "": "dokumen.pdf", "...": "dokumen.pdf", "/": "dokumen.pdf", "a/b/../c.exe": "c.pdf",
		"satu\r\ndua\x00\u202egpj.pdf": "satu duagpj.pdf", " Surat  Wali Kota .pdf": "Surat Wali Kota.pdf",
		strings.Repeat("é", 90) + ".pdf": strings.Repeat("é", maxName) + ".pdf", "a\xff\"<b>.pdf": "ab.pdf",
	} {
		if got := title(name, "dokumen", ".pdf"); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}

// A picture that shrinks keeps the mean of what it covers.
func TestShrinkIsTheMean(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range m.Pix {
		m.Pix[i] = uint8(255 * (i % 2)) // stripes of one pixel
	}
	for _, most := range []int{299, 150, 100, 70, 7, 1} {
		s := shrink(m, most)
		for x := range s.Rect.Dx() {
			if v := int(s.Pix[4*x]); most <= 100 && (v < 80 || v > 175) {
				t.Fatalf("at %d of %d: %d", x, most, v)
			}
		}
	}
	for _, c := range [][2]int{{7, 3}, {1280, 1280}, {5000, 1280}, {100, 99}, {3, 1}} {
		covered := float32(0)
		for _, s := range spans(c[0], c[1]) {
			sum := float32(0)
			for _, share := range s.shares {
				sum += share
			}
			if sum < 0.9999 || sum > 1.0001 || s.first+len(s.shares) > c[0] {
				t.Errorf("%v: shares of %v", c, s)
			}
			covered += sum
		}
		if covered < float32(c[1])*0.999 {
			t.Errorf("%v: %v", c, covered)
		}
	}
}

func TestShelf(t *testing.T) {
	dir := t.TempDir() + "/media"
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Add(bytes.NewReader(asJPEG(t, quarters(300, 200))), "x.jpg")
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := s.Add(strings.NewReader(paper), "x.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Add(strings.NewReader(paper), "y.pdf"); err != nil || again.Sum != pdf.Sum {
		t.Errorf("again: %v", err)
	}
	s, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, thumb, err := s.Read(m.Sum)
	if err != nil || len(data) != m.Size || thumb == nil {
		t.Errorf("%d bytes, %d of the small one, %v", len(data), len(thumb), err)
	}
	if data, thumb, err := s.Read(pdf.Sum); err != nil || string(data) != paper || thumb != nil {
		t.Errorf("%q %v", data, err)
	}
	for _, sum := range []string{"", "../x", strings.Repeat("0", 64), strings.ToUpper(m.Sum)} {
		if _, _, err := s.Read(sum); err == nil {
			t.Errorf("%q is there", sum)
		}
	}
	if _, err := s.Add(strings.NewReader("apa saja"), "x"); err == nil {
		t.Error("anything is put on the shelf")
	}
	spoil(t, dir+"/"+m.Sum)
	if _, _, err := s.Read(m.Sum); err == nil {
		t.Error("a file that was changed is read")
	}
	for range 2 {
		if err := s.Remove(m.Sum); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := s.Read(m.Sum); err == nil {
		t.Error("it is still there")
	}
}

// What nobody uses goes once it is old, with its small picture and what a crash left; what is young or in use stays.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	put := func(w int, age time.Duration) string {
		t.Helper()
		m, err := s.Add(bytes.NewReader(asPNG(t, quarters(w, 100))), "x.png")
		if err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(dir+"/"+m.Sum, then, then); err != nil {
			t.Fatal(err)
		}
		return m.Sum
	}
	old, used, young := put(100, 48*time.Hour), put(200, 48*time.Hour), put(300, 48*time.Hour)
	if _, err := s.Add(bytes.NewReader(asPNG(t, quarters(300, 100))), "again.png"); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"/part-123", "/" + strings.Repeat("0", 64) + ".thumb"} {
		spoil(t, dir+left)
		if err := os.Chtimes(dir+left, time.Time{}, time.Now().Add(-48*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Sweep(time.Now().Add(-24*time.Hour), func(sum string) bool { return sum == used }); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	left, err := os.ReadDir(dir)
	if _, _, gone := s.Read(old); err != nil || len(left) != 4 || gone == nil {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	for _, sum := range []string{used, young} {
		if _, thumb, err := s.Read(sum); err != nil || thumb == nil {
			t.Error(err)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	f.Add(asJPEG(f, quarters(64, 64)), "a.jpg")
	f.Add(asPNG(f, quarters(64, 64)), "a.png")
	f.Add(withExif(asJPEG(f, quarters(64, 64)), 6, binary.BigEndian), "a.jpg")
	f.Add([]byte(paper), "a.pdf")
	f.Add(bomb(9, 9), "\\")
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		got, err := Prepare(raw, name)
		var unfit *Unfit
		if err != nil && !errors.As(err, &unfit) {
			t.Fatalf("%T", err)
		}
		if err == nil && (got.Size == 0 || got.Name == "" || strings.ContainsAny(got.Name, "/\\\n\x00")) {
			t.Fatalf("%+v", got.Media)
		}
	})
}

func spoil(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("lain"), 0o600); err != nil {
		t.Fatal(err)
	}
}
