package poster

import (
	"image"
	"image/draw"
)

// shrink draws a picture on white, so that its longer side has at most this many pixels. Each new pixel is the mean of the area that it covers, so
// thin letters stay readable. A smaller picture keeps its size.
func shrink(m image.Image, most int) *image.RGBA {
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > most {
		w, h = max(1, w*most/long), max(1, h*most/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	columns := spans(b.Dx(), w)
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1)) // one of the original at a time: the whole of it in this form would be large
	sums := make([]float32, 3*w)
	for y, s := range spans(b.Dy(), h) {
		clear(sums)
		for i, share := range s.shares {
			draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
			draw.Draw(row, row.Rect, m, image.Pt(b.Min.X, b.Min.Y+s.first+i), draw.Over)
			add(sums, row.Pix, columns, share)
		}
		line := out.Pix[y*out.Stride:]
		for x := range w {
			for c := range 3 {
				line[4*x+c] = uint8(sums[3*x+c] + 0.5)
			}
			line[4*x+3] = 255
		}
	}
	return out
}

// add adds one row of pixels to the sums of a row of the new picture.
func add(sums []float32, pixels []uint8, columns []span, share float32) {
	for x, s := range columns {
		var r, g, b float32
		p := pixels[4*s.first:]
		for i, part := range s.shares {
			r += part * float32(p[4*i])
			g += part * float32(p[4*i+1])
			b += part * float32(p[4*i+2])
		}
		sums[3*x] += share * r
		sums[3*x+1] += share * g
		sums[3*x+2] += share * b
	}
}

// span is what one new pixel covers of a side: from which old pixel on, and what share of it each has. The shares are 1 together.
type span struct {
	first  int
	shares []float32
}

// spans divides a side of from pixels into to.
func spans(from, to int) []span {
	all := make([]span, to)
	for i := range all {
		low, high := i*from, (i+1)*from // in pixels of the original, times to
		first, last := low/to, (high-1)/to
		s := span{first, make([]float32, last-first+1)}
		for n := range s.shares {
			covered := min(high, (first+n+1)*to) - max(low, (first+n)*to)
			s.shares[n] = float32(covered) / float32(from)
		}
		all[i] = s
	}
	return all
}
