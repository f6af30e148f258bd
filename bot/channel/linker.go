package channel

import "context"

// Linker is kept by channels whose account is a device that somebody links by hand. One link runs at a time.
type Linker interface {
	// Link begins and tells each step until the device is linked (the last step is LinkDone) or it failed (LinkFailed), then closes the
	// channel. With a phone number (E.164) the platform is asked for a code to type; else it gives codes to scan. It ends with ctx.
	Link(ctx context.Context, phone string) (<-chan LinkStep, error)
}

// LinkStage says what a LinkStep is. The set is closed.
type LinkStage string

const (
	LinkScan    LinkStage = "scan"    // Secret is the text of a QR code to scan now; a later step replaces it
	LinkType    LinkStage = "type"    // Secret is a code to type on the phone
	LinkPasskey LinkStage = "passkey" // the platform wants a passkey: Text says what to do
	LinkConfirm LinkStage = "confirm" // Secret is a code that must be the same on the phone
	LinkDone    LinkStage = "done"
	LinkFailed  LinkStage = "failed" // Text says why and what to do
)

// LinkStep is one moment of linking. Secret never reaches a log.
type LinkStep struct {
	Stage  LinkStage
	Secret string
	Text   string // for the person who links, in Indonesian
}
