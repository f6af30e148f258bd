package store

import (
	"cmp"
	"time"
)

// Need says which facts a decision wants read. The engine answers it from the session and the message alone.
type Need struct {
	Applicant *Applicant // look for an application of this person …
	Batch     int64      // … in this batch
	Code      string     // a one-time code of staff that the message holds
	Consents  bool       // read the proofs of what she has agreed to
	Amend     *Amend     // look for an application, in the same batch, of the person that this change would make of an applicant

	// What a decision asks for while it is made (see flows.Outcome.Need):
	Staff     bool    // who of staff writes here
	Ticket    string  // the question with this number that she asks about
	Group     string  // the group that this is, for who writes
	GroupCode string  // a one-time code for groups
	LinkCode  string  // a code to join two chats
	NewCode   bool    // make a code to join this chat with another
	Loan      string  // the terms of the loan in this kelurahan
	Inquiries bool    // the interests in the loan that she has left
	Search    string  // articles that answer these terms
	Article   string  // the article of this code
	Jobs      JobNeed // about vacancies
	Notice    string  // the announcement with this number
	Notices   bool    // the latest announcements
	AtWork    bool    // how far announcements have come: Facts.Notice, or where that is none the latest; read for staff alone
	Got       bool    // how many announcements were sent to her
}

// Facts is all that a decision may know. It is read inside the transaction that carries the decision out, so it is still true when it is written.
type Facts struct {
	Now           time.Time
	City          *City
	Contact       Contact
	Draft         *Draft
	Batches       []Batch            // all that are not long over, in order of Training.Name, Starts
	Registrations []RegistrationView // of this chat, newest first
	Tickets       []Ticket           // open ones of this chat
	Consents      []Consent          // answers Need.Consents: those that are in force, oldest first
	Twin          *Twin              // answers Need.Applicant or Need.Amend; nil: no such application
	Code          *StaffCode         // answers Need.Code
	Ticket        *Ticket            // answers Need.Ticket; nil: it is not of this person
	Staff         *Staff             // answers Need.Staff: whose chat this is, while her role lasts; nil: nobody's of staff
	Group         *Group             // answers Need.Group; nil: it was never bound
	GroupCode     *GroupCode         // answers Need.GroupCode
	Link          *LinkCode          // answers Need.LinkCode
	NewCode       string             // answers Need.NewCode
	Linked        []Address          // the other chats of the same person
	Read          Need               // what was asked for and has been read
	Loan          *LoanTerms         // answers Need.Loan; nil: nobody has filled anything in
	Inquiries     []LoanInquiry      // answers Need.Inquiries, newest first
	Found         []Article          // answers Need.Search, best first
	Article       *Article           // answers Need.Article; nil: there is none that is shown
	Notice        *Announcement      // answers Need.Notice; nil: there is none of that number
	NoticeSame    string             // with it: another that said the same to the same shortly before; "": none
	Got           int                // answers Need.Got, of all her chats
	AtWork        []NoticeAt         // answers Need.AtWork, newest first
	Notices       []Announcement     // answers Need.Notices: the latest that went out, newest first
	Jobs          JobFacts           // answers Need.Jobs
	NextNumber    string             // the number that the next Register will get
	NextTicket    string
}

// Asks reports whether there is anything in a need.
func (n Need) Asks() bool { return n != (Need{}) }

// Without is what a need asks for beyond another.
func (n Need) Without(read Need) Need {
	for _, f := range n.named(&read) {
		if *f[0] == *f[1] {
			*f[0] = ""
		}
	}
	n.Staff, n.NewCode = n.Staff && !read.Staff, n.NewCode && !read.NewCode
	n.Notices, n.AtWork = n.Notices && !read.Notices, n.AtWork && !read.AtWork
	n.Got, n.Inquiries = n.Got && !read.Got, n.Inquiries && !read.Inquiries
	n.Jobs = n.Jobs.Without(read.Jobs)
	return n
}

// And is both needs, of what is asked for while a decision is made; where they ask for different ones of the same kind, the second counts.
func (n Need) And(m Need) Need {
	for _, f := range n.named(&m) {
		*f[0] = cmp.Or(*f[1], *f[0])
	}
	n.Staff, n.NewCode = n.Staff || m.Staff, n.NewCode || m.NewCode
	n.Notices, n.AtWork = n.Notices || m.Notices, n.AtWork || m.AtWork
	n.Got, n.Inquiries = n.Got || m.Got, n.Inquiries || m.Inquiries
	n.Jobs = n.Jobs.And(m.Jobs)
	return n
}

// named pairs what both ask for by name.
func (n *Need) named(m *Need) [8][2]*string {
	return [...][2]*string{{&n.Ticket, &m.Ticket}, {&n.Group, &m.Group}, {&n.GroupCode, &m.GroupCode}, {&n.LinkCode, &m.LinkCode},
		{&n.Loan, &m.Loan}, {&n.Search, &m.Search}, {&n.Article, &m.Article}, {&n.Notice, &m.Notice}}
}

// Twin is an application of the same person for the same batch.
type Twin struct {
	Number string
	Own    bool // it was sent from this very chat, so its number may be said
}

// Batch finds a batch by id; ok is false when there is none.
func (f *Facts) Batch(id int64) (b Batch, ok bool) {
	for _, b := range f.Batches {
		if b.ID == id {
			return b, true
		}
	}
	return Batch{}, false
}
