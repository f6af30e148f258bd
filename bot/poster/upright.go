package poster

import (
	"encoding/binary"
	"image"
)

// A phone writes a picture as its lens saw it and notes beside it which way is up. The note goes, so the picture must be turned.

// orientation reads that note from a JPEG: 1 to 8 as Exif has it, 1 (as it is) when there is none that can be read.
func orientation(raw []byte) int {
	if len(raw) < 4 || raw[0] != 0xff || raw[1] != 0xd8 {
		return 1
	}
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff && raw[at+1] != 0xda; { // segments, until the picture itself begins
		size := int(binary.BigEndian.Uint16(raw[at+2:]))
		if raw[at+1] == 0xff { // filling
			at++
			continue
		}
		if size < 2 || at+2+size > len(raw) {
			return 1
		}
		if body := raw[at+4 : at+2+size]; raw[at+1] == 0xe1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return turned(body[6:])
		}
		at += 2 + size
	}
	return 1
}

const orientationTag = 0x0112

// turned finds the note in a TIFF directory.
func turned(tiff []byte) int {
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for entry := at + 2; count > 0 && entry+12 <= len(tiff); entry, count = entry+12, count-1 {
		if order.Uint16(tiff[entry:]) == orientationTag {
			if n := int(order.Uint16(tiff[entry+8:])); n >= 1 && n <= 8 {
				return n
			}
			return 1
		}
	}
	return 1
}

// upright turns a picture as its note says.
func upright(m *image.RGBA, note int) *image.RGBA {
	if note == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if note >= 5 { // on its side
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fx, fy := x, y // where this pixel comes from
			switch note {
			case 2:
				fx = w - 1 - x
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fy = h - 1 - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8:
				fx, fy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fx, fy):])
		}
	}
	return out
}
