//go:build e2e

package webchat

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"lopo/bot/channel/channeltest"
	"lopo/store"
)

// The chat in a real browser: go test -tags e2e ./bot/webchat. CHROMIUM names the program when it is not in the path; SHOTS a folder for
// pictures of what was seen.

type screen struct{ width, height int64 }

var phone, desk, small = screen{360, 640}, screen{1280, 800}, screen{320, 568}

// tab opens the page of r in a new browser with nothing in it.
func tab(t *testing.T, s screen, scripts, dark bool) context.Context {
	t.Helper()
	program := os.Getenv("CHROMIUM")
	if program == "" {
		program = "chromium"
	}
	program, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("these tests need a browser (Debian: apt-get install chromium): %v", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", false), chromedp.Flag("lang", "id")) // with a user data folder of its own, made and removed by chromedp
	allocated, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	ctx, leave := chromedp.NewContext(allocated, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(func() { chromedp.Cancel(ctx); leave() })
	ctx, late := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(late)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	run(t, ctx,
		emulation.SetDeviceMetricsOverride(s.width, s.height, 2, s.width < 500),
		emulation.SetScriptExecutionDisabled(!scripts),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
	)
	return ctx
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatalf("browser: %v", err)
	}
}

// shows waits for a bubble that contains text.
func shows(side, text string) chromedp.Action {
	return chromedp.WaitVisible(fmt.Sprintf(`//li[contains(@class,"%s") and not(contains(@class,"pending"))]//p[contains(.,%q)]`, side, text), chromedp.BySearch)
}

func shot(name string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		folder := os.Getenv("SHOTS")
		if folder == "" {
			return nil
		}
		var picture []byte
		if err := chromedp.CaptureScreenshot(&picture).Do(ctx); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644)
	})
}

// fits fails when the page is wider than the window, or a target is too small for a thumb. It reads the layout through the debugger, which
// works with scripts off as well.
func fits(t *testing.T) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		var found struct {
			Wide  int
			Small []string
		}
		err := chromedp.Evaluate(`(() => {
			const wide = Math.max(...[...document.querySelectorAll("*")].map(e => e.closest(".only-heard, .skip, template") ? 0 : e.getBoundingClientRect().right)) - innerWidth;
			const small = [...document.querySelectorAll("button, summary, textarea, .older a")].filter(e => !e.disabled && !e.closest("fieldset:disabled") && e.checkVisibility())
				.filter(e => { const r = e.getBoundingClientRect(); return r.width < 44 || r.height < 44; }).map(e => e.outerHTML.slice(0, 80));
			return {Wide: Math.ceil(Math.max(wide, document.documentElement.scrollWidth - innerWidth)), Small: small};
		})()`, &found).Do(ctx)
		if err == nil && (found.Wide > 0 || len(found.Small) > 0) {
			t.Errorf("page is %d px too wide; too small for a thumb: %q", found.Wide, found.Small)
		}
		return err
	})
}

// browse opens a room whose answers look like the service's.
func browse(t *testing.T) *room {
	r := open(t, nil)
	r.core.answer = func(m store.Message) []store.Outgoing {
		switch m.Text {
		case "halo":
			return []store.Outgoing{
				{Text: "Selamat pagi, Bapak/Ibu. Saya asisten otomatis Kota Kupang."},
				{Text: "Apa yang bisa kami bantu?", Ask: "menu#1", Choices: []store.Choice{
					{Value: "1", Label: "Daftar pelatihan kerja"}, {Value: "2", Label: "Dana PEM (Pemberdayaan Ekonomi Masyarakat)"},
					{Value: "3", Label: "Lowongan kerja BKK"}, {Value: "4", Label: "Pengumuman"}, {Value: "0", Label: "Bicara dengan petugas"}}},
			}
		case "1":
			return []store.Outgoing{{Text: "Pelatihan yang masih terbuka:\n• Menjahit, 12 kursi, mulai 9 Mar\n• Las listrik, 4 kursi, mulai 16 Mar\n\nKeterangan: https://disnakertrans.kupangkota.go.id/pelatihan/jadwal-2026-gelombang-pertama", Ask: "training.pick#2",
				Choices: []store.Choice{{Value: "1", Label: "Menjahit"}, {Value: "2", Label: "Las listrik"}}}}
		}
		return []store.Outgoing{{Text: "Siapa nama lengkap Bapak/Ibu, sesuai KTP?"}}
	}
	r.receive()
	return r
}

func TestBrowser(t *testing.T) {
	for _, c := range []struct {
		name          string
		s             screen
		scripts, dark bool
	}{
		{"phone", phone, true, false}, {"phone-plain", phone, false, false}, {"phone-dark", phone, true, true},
		{"desk", desk, true, false}, {"desk-plain", desk, false, false}, {"small", small, true, false}, {"small-plain", small, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := browse(t)
			ctx := tab(t, c.s, c.scripts, c.dark)
			ready := chromedp.WaitVisible(`#write`)
			if c.scripts {
				ready = chromedp.WaitVisible(`html[data-ready]`, chromedp.ByQuery)
			}
			run(t, ctx,
				chromedp.Navigate(r.server.URL), ready, fits(t), shot(c.name+"-1-empty"),
				chromedp.Click(`button[value="halo"]`),
				shows("mine", "halo"), shows("ours", "Apa yang bisa kami bantu?"), fits(t), shot(c.name+"-2-question"),
				chromedp.Click(`fieldset:enabled button[value="1"]`),
				shows("mine", "Daftar pelatihan kerja"), shows("ours", "Pelatihan yang masih terbuka"), fits(t), shot(c.name+"-3-tapped"),
				chromedp.SendKeys(`#text`, "menjahit saja, lalu saya mau tanya juga apakah boleh membawa mesin sendiri dari rumah"),
				chromedp.Click(`.send`),
				shows("mine", "menjahit saja"), shows("ours", "Siapa nama lengkap"), fits(t), shot(c.name+"-4-typed"),
				chromedp.Reload(), shows("ours", "Siapa nama lengkap"), shows("mine", "Daftar pelatihan kerja"),
			)
			var ran bool
			if run(t, ctx, chromedp.Evaluate(`"ready" in document.documentElement.dataset`, &ran)); ran != c.scripts {
				t.Errorf("the page's script ran: %v", ran)
			}
			var resting struct{ Bottom, Height float64 }
			run(t, ctx, chromedp.Evaluate(`({Bottom: document.querySelector("#lines").lastElementChild.getBoundingClientRect().bottom, Height: document.querySelector("#scroll").getBoundingClientRect().bottom})`, &resting))
			if resting.Bottom > resting.Height+1 {
				t.Errorf("the newest line is out of sight: %+v", resting)
			}
			heard := r.all()
			if len(heard) != 3 || heard[1].Kind != store.Tap || heard[1].Ask != "menu#1" {
				t.Errorf("delivered %+v", heard)
			}
		})
	}
}

// What is written in a dead spot waits, and goes out once, in order, when the connection is back.
func TestBrowserOffline(t *testing.T) {
	r := browse(t)
	ctx := tab(t, phone, true, false)
	offline := func(yes bool) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := network.EmulateNetworkConditionsByRule(yes, []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1}}).Do(ctx)
			if err != nil {
				return err
			}
			return network.OverrideNetworkState(yes, 0, -1, -1).Do(ctx) // navigator.onLine and its events
		})
	}
	run(t, ctx, network.Enable(), chromedp.Navigate(r.server.URL), chromedp.WaitVisible(`html[data-ready]`, chromedp.ByQuery),
		chromedp.SendKeys(`#text`, "halo"), chromedp.Click(`.send`), shows("ours", "Apa yang bisa"),
		offline(true),
		chromedp.SendKeys(`#text`, "pesan pertama"), chromedp.Click(`.send`),
		chromedp.SendKeys(`#text`, "pesan kedua"), chromedp.Click(`.send`),
		chromedp.WaitVisible(`.failed .again`, chromedp.ByQuery), fits(t), shot("offline"),
		offline(false),
		shows("mine", "pesan pertama"), shows("mine", "pesan kedua"),
	)
	var said []string
	for _, m := range r.all() {
		said = append(said, m.Text)
	}
	if got := strings.Join(said, "|"); got != "halo|pesan pertama|pesan kedua" {
		t.Errorf("delivered %s", got)
	}
}

// News come by themselves, also after the server was away.
func TestBrowserServerReturns(t *testing.T) {
	r := browse(t)
	ctx := tab(t, desk, true, false)
	run(t, ctx, chromedp.Navigate(r.server.URL), chromedp.WaitVisible(`html[data-ready]`, chromedp.ByQuery), chromedp.Click(`button[value="halo"]`), shows("ours", "Apa yang bisa"))
	run(t, ctx, chromedp.SendKeys(`#text`, "lewat papan ketik\r"), shows("mine", "lewat papan ketik"), shows("ours", "Siapa nama"))
	chat := r.all()[0].From.Chat
	r.end()
	r.say(chat, "k1", "Dikirim saat terputus")
	r.receive()
	r.say(chat, "k2", "Dikirim sesudahnya")
	run(t, ctx, shows("ours", "Dikirim saat terputus"), shows("ours", "Dikirim sesudahnya"))
	var lines int
	run(t, ctx, chromedp.Evaluate(`document.querySelectorAll(".line").length`, &lines))
	if lines != 7 {
		t.Errorf("%d lines", lines)
	}
	if err := r.Forget(context.Background(), chat); err != nil {
		t.Fatal(err)
	}
	run(t, ctx, chromedp.WaitVisible(`#welcome`))
}

// A text that cannot be taken comes back into the box with the reason.
func TestBrowserTooLong(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		r := browse(t)
		ctx := tab(t, phone, scripts, false)
		run(t, ctx, chromedp.Navigate(r.server.URL), chromedp.SetValue(`#text`, strings.Repeat("panjang ", 600)), chromedp.Click(`.send`),
			chromedp.WaitVisible(`//p[@id="problem" and contains(.,"4.000 karakter")]`, chromedp.BySearch), fits(t), shot(fmt.Sprintf("toolong-%v", scripts)))
		var text string
		run(t, ctx, chromedp.Value(`#text`, &text))
		if len(strings.TrimSpace(text)) != 4799 || len(r.all()) != 0 {
			t.Errorf("scripts %v: %d characters in the box, %d delivered", scripts, len(text), len(r.all()))
		}
	}
}

// On a shared computer a visitor leaves, and the next one sees nothing of hers.
func TestBrowserLeave(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		r := browse(t)
		ctx := tab(t, small, scripts, false)
		run(t, ctx, chromedp.Navigate(r.server.URL), chromedp.Click(`button[value="halo"]`), shows("ours", "Apa yang bisa"),
			chromedp.Click(`summary`), chromedp.WaitVisible(`.more form`), fits(t), shot(fmt.Sprintf("leave-%v", scripts)),
			chromedp.Click(`.more form button`), chromedp.WaitVisible(`#welcome`), chromedp.WaitNotPresent(`.line`))
	}
}

// A poster is seen, with a document beside it; what was wrong reads right before her eyes, and what was taken back is gone.
func TestBrowserFiles(t *testing.T) {
	for _, c := range []struct {
		name          string
		s             screen
		scripts, dark bool
	}{{"files-phone", phone, true, false}, {"files-plain", phone, false, true}} {
		r := browse(t)
		ctx := tab(t, c.s, c.scripts, c.dark)
		run(t, ctx, chromedp.Navigate(r.server.URL), chromedp.Click(`button[value="halo"]`), shows("ours", "Apa yang bisa"))
		to := r.all()[0].From
		var ids []string
		for i, m := range []*store.Media{&channeltest.Picture, &channeltest.Letter} {
			id, err := r.Send(t.Context(), store.Outgoing{Key: fmt.Sprint("n/", i), To: to, Text: fmt.Sprintf("Pengumuman %d: mulai Senin", i), Media: m})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		if !c.scripts {
			run(t, ctx, chromedp.Reload())
		}
		var width int
		run(t, ctx, shows("ours", "Pengumuman 1"), chromedp.ScrollIntoView(`.picture img`, chromedp.ByQuery),
			chromedp.Poll(`document.querySelector(".picture img").naturalWidth`, &width), chromedp.WaitVisible(`.paper`, chromedp.ByQuery), fits(t), shot(c.name))
		if width != channeltest.Picture.Width {
			t.Errorf("the picture is %d pixels wide", width)
		}
		if err := r.Edit(t.Context(), ids[0], store.Outgoing{To: to, Text: "RALAT: mulai Selasa"}); err != nil {
			t.Fatal(err)
		}
		if err := r.Revoke(t.Context(), to, ids[1]); err != nil {
			t.Fatal(err)
		}
		if !c.scripts {
			run(t, ctx, chromedp.Reload())
		}
		run(t, ctx, shows("ours", "RALAT: mulai Selasa"), shows("ours", "ditarik kembali"), chromedp.WaitNotPresent(`.paper`, chromedp.ByQuery), chromedp.WaitVisible(`.picture img`, chromedp.ByQuery),
			fits(t), shot(c.name+"-changed"))
	}
}
