package sqlite_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// board is a ledger with vacancies in it.
type board struct {
	*testing.T
	ledger *sqlite.Ledger
	now    time.Time
}

var (
	registered   = store.School{Code: "smkn-5", Name: "SMKN 5", HasBKK: true, Number: "560/12", Staff: "Ibu Dewi"}
	unregistered = store.School{Code: "smk-karya", Name: "SMK Karya", HasBKK: true}
)

func newBoard(t *testing.T) *board {
	t.Helper()
	b := &board{T: t, ledger: sqlitetest.Open(t), now: noon}
	b.must(b.ledger.PutSchools(t.Context(), []store.School{registered, unregistered}, "Ana", b.now))
	return b
}

func (b *board) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// vacancy is complete, and of the Dinas.
func vacancy(code string, set ...func(*store.Vacancy)) store.Vacancy {
	v := store.Vacancy{Code: code, Title: "Kasir", Employer: "Toko Maju", Address: "Jl. Satu", Field: "kasir", Place: "Oebobo", Kelurahan: "Oebobo", Kecamatan: "Oebobo", Region: store.InCity,
		Education: "sma", Apply: "antar surat", Free: true, Closes: noon.AddDate(0, 1, 0), Terms: "f_kasir kasir " + code}
	for _, f := range set {
		f(&v)
	}
	return v
}

// put writes a vacancy by Ana and returns its number.
func (b *board) put(v store.Vacancy) int64 {
	b.Helper()
	b.must(b.ledger.PutVacancies(b.Context(), []store.Vacancy{v}, "Ana", b.now))
	return b.row(v.Code).ID
}

func (b *board) row(code string) store.Vacancy {
	b.Helper()
	list, err := b.ledger.Vacancies(b.Context())
	b.must(err)
	i := slices.IndexFunc(list, func(v store.Vacancy) bool { return v.Code == code })
	if i < 0 {
		b.Fatalf("there is no vacancy %s", code)
	}
	return list[i]
}

func (b *board) approve(n int64, by string) error {
	_, err := b.ledger.ApproveVacancy(b.Context(), n, by, b.now)
	return err
}

// open puts a vacancy and has it checked.
func (b *board) open(v store.Vacancy) int64 {
	b.Helper()
	n := b.put(v)
	b.must(b.approve(n, "Budi"))
	return n
}

// found are the numbers that a search shows.
func (b *board) found(s store.JobSearch) (numbers []int64, page store.JobPage) {
	b.Helper()
	page = b.facts("reader", store.JobNeed{Look: true, Search: s}).Page
	for _, v := range page.List {
		numbers = append(numbers, v.ID)
	}
	return numbers, page
}

func (b *board) facts(chat string, n store.JobNeed) (f store.JobFacts) {
	b.Helper()
	b.must(b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error {
		all, err := tx.Facts(store.Address{Channel: "test", Chat: chat}, b.now, store.Need{Jobs: n})
		f = all.Jobs
		return err
	}))
	return f
}

// do carries out effects in a chat.
func (b *board) do(chat string, effects ...store.Effect) error {
	of := store.Address{Channel: "test", Chat: chat}
	return b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error {
		return errors.Join(tx.Meet(of, b.now), tx.Apply(of, effects, b.now))
	})
}

// A vacancy is open only when its poster is verified, closing date, place and fee are there, and somebody else has looked: the program says what
// is lacking, and the file itself refuses what no path of the program would do.
func TestAccept23NothingIncompleteIsPublished(t *testing.T) {
	b := newBoard(t)
	for lacks, set := range map[string]func(*store.Vacancy){
		"poster":   func(v *store.Vacancy) { v.School, v.Alumni = unregistered, true },
		"employer": func(v *store.Vacancy) { v.Employer = "" },
		"place":    func(v *store.Vacancy) { v.Place = "" },
		"closes":   func(v *store.Vacancy) { v.Closes = time.Time{} },
		"over":     func(v *store.Vacancy) { v.Closes = b.now },
		"fee":      func(v *store.Vacancy) { v.Free = false },
		"reason":   func(v *store.Vacancy) { v.Sex = "laki-laki" },
		"apply":    func(v *store.Vacancy) { v.Apply = "" },
	} {
		n := b.put(vacancy("tanpa-"+lacks, set))
		var e *sqlite.LacksError
		if err := b.approve(n, "Budi"); !errors.As(err, &e) || !slices.Equal(e.Lacks, []string{lacks}) {
			t.Errorf("without %s: %v", lacks, err)
		}
		if numbers, _ := b.found(store.JobSearch{}); slices.Contains(numbers, n) {
			t.Errorf("without %s it is shown", lacks)
		}
		_, err := file(t, b.ledger).Exec(`UPDATE vacancies SET state = 'open', checked_by = 'Budi' WHERE id = ?`, n)
		if open := lacks == "over" || lacks == "apply"; (err == nil) != open { // the first is a matter of time
			t.Errorf("without %s the file says %v", lacks, err)
		}
	}
	for _, query := range []string{`UPDATE vacancies SET fee = 50000 WHERE id = ?`, `UPDATE vacancies SET state = 'open' WHERE id = ?`, `UPDATE vacancies SET state = 'open', checked_by = 'Ana' WHERE id = ?`} {
		if _, err := file(t, b.ledger).Exec(query, b.put(vacancy("lengkap"))); err == nil {
			t.Errorf("the file takes %s", query)
		}
	}
}

// From the draft to the end of its life.
func TestAccept23VacancyLife(t *testing.T) {
	b := newBoard(t)
	n := b.put(vacancy("kasir"))
	search := store.JobSearch{Terms: "f_kasir", Area: store.AreaKecamatan("Oebobo"), Education: "smk"}
	shown := func(want bool, when string) {
		t.Helper()
		if numbers, p := b.found(search); slices.Contains(numbers, n) != want || want && p.Total != 1 {
			t.Errorf("%s: shown are %v", when, numbers)
		}
		if b.row("kasir").Open(b.now) != want {
			t.Errorf("%s: %+v", when, b.row("kasir"))
		}
	}
	shown(false, "as a draft")
	if err := b.approve(n, "Ana"); !errors.Is(err, sqlite.ErrOwnCheck) {
		t.Errorf("its author opens it: %v", err)
	}
	b.must(b.approve(n, "Budi"))
	shown(true, "open")
	if err := b.approve(n, "Citra"); !errors.Is(err, sqlite.ErrVacancyState) {
		t.Errorf("opened twice: %v", err)
	}

	v := b.row("kasir")
	v.Title = "Kasir toko"
	b.must(b.ledger.PutVacancies(t.Context(), []store.Vacancy{v}, "Ana", b.now))
	shown(true, "in better words")
	v.Contact = "0812 3456 7890"
	b.must(b.ledger.PutVacancies(t.Context(), []store.Vacancy{v}, "Budi", b.now))
	shown(false, "with another contact")
	if err := b.approve(n, "Budi"); !errors.Is(err, sqlite.ErrOwnCheck) {
		t.Errorf("who changed it checks it: %v", err)
	}
	b.must(b.approve(n, "Ana"))
	shown(true, "checked again")

	for i, chat := range []string{"a", "b", "b", "c"} {
		shown(true, fmt.Sprint("after ", i, " reports"))
		b.must(b.do(chat, store.ReportVacancy{Report: store.VacancyReport{Vacancy: n, Reason: "money"}}))
	}
	shown(false, "after three residents have reported it")
	b.must(b.ledger.HideVacancy(t.Context(), n, false, "Citra", "ditelepon", b.now))
	shown(true, "after staff have looked")
	b.must(b.do("a", store.ReportVacancy{Report: store.VacancyReport{Vacancy: n, Reason: "money"}}))
	b.must(b.do("d", store.ReportVacancy{Report: store.VacancyReport{Vacancy: n, Reason: "false"}}))
	shown(true, "after one new report")

	b.now = v.Closes.Add(-time.Second)
	shown(true, "in its last second")
	b.now = v.Closes
	shown(false, "after its closing date")
	if !b.row("kasir").Over(b.now) {
		t.Error("it is not over")
	}
	b.must(b.ledger.Retain(t.Context(), b.now))
	if s := b.row("kasir").State; s != store.VacancyClosed {
		t.Errorf("it is %s", s)
	}
	b.must(b.ledger.EndVacancy(t.Context(), n, store.VacancyFilled, "Budi", "", b.now))
	log, err := b.ledger.AuditLog(t.Context(), "kasir")
	b.must(err)
	var actions []string
	for _, a := range log {
		actions = append(actions, a.By+" "+a.Action)
	}
	want := "Ana put vacancy|Budi approve vacancy|Ana put vacancy|Budi put vacancy|Ana approve vacancy|lopo hide vacancy|Citra hide vacancy|Budi end vacancy"
	if got := strings.Join(actions, "|"); got != want {
		t.Errorf("the audit has %s", got)
	}
}

// Work far away is looked at by two people, neither of whom wrote it.
func TestAccept23FarWorkIsCheckedTwice(t *testing.T) {
	b := newBoard(t)
	n := b.put(vacancy("batam", func(v *store.Vacancy) { v.Region, v.Far, v.Kelurahan, v.Kecamatan = store.OffLand, true, "", "" }))
	for _, step := range []struct {
		by    string
		err   error
		state store.VacancyState
	}{{"Ana", sqlite.ErrOwnCheck, store.VacancyDraft}, {"Budi", nil, store.VacancyChecked}, {"Budi", sqlite.ErrOwnCheck, store.VacancyChecked}, {"Ana", sqlite.ErrOwnCheck, store.VacancyChecked}, {"Citra", nil, store.VacancyOpen}} {
		if err := b.approve(n, step.by); !errors.Is(err, step.err) {
			t.Errorf("%s: %v", step.by, err)
		}
		if v := b.row("batam"); v.State != step.state {
			t.Errorf("after %s it is %s", step.by, v.State)
		}
	}
	if _, err := file(t, b.ledger).Exec(`UPDATE vacancies SET second_by = 'Budi' WHERE id = ?`, n); err == nil {
		t.Error("the file takes one person for two")
	}
}

// A school that loses its registration loses its posts.
func TestAccept23RegistrationIsLost(t *testing.T) {
	b := newBoard(t)
	n := b.open(vacancy("mekanik", func(v *store.Vacancy) { v.School, v.Alumni = registered, true }))
	gone := registered
	gone.Number = ""
	b.must(b.ledger.PutSchools(t.Context(), []store.School{gone}, "Ana", b.now))
	if v := b.row("mekanik"); v.State != store.VacancyDraft || b.approve(n, "Citra") == nil {
		t.Errorf("%+v", v)
	}
}

// Interest goes to the officer of that school alone, in her own chat; it is taken back with all that was handed over, also by an erasure.
func TestAccept23InterestIsHandedOverAndTakenBack(t *testing.T) {
	b := newBoard(t)
	n := b.open(vacancy("mekanik", func(v *store.Vacancy) { v.School, v.Alumni = registered, true }))
	b.must(b.ledger.PutStaff(t.Context(), store.Staff{Name: "Ibu Dewi", Role: store.Operator}, "Ana", b.now))
	b.must(b.ledger.PutStaffCode(t.Context(), "Ibu Dewi", "abcd2345", "Ana", b.now))
	b.must(b.do("dewi", store.LinkStaff{Name: "Ibu Dewi"}))
	apply := store.Apply{Application: store.Application{Vacancy: n, Name: "Maria Nale", Phone: "+6281234567890", Year: "2019", Consent: "v1"}}
	b.must(b.do("maria", apply))
	if err := b.do("maria", apply); err == nil {
		t.Error("handed over twice")
	}
	if f := b.facts("dewi", store.JobNeed{Applied: 1}); !f.Officer || f.Applied.Name != "Maria Nale" || f.Applied.Phone != "+6281234567890" || f.Applied.For.ID != n {
		t.Errorf("the officer sees %+v", f.Applied)
	}
	if f := b.facts("yanto", store.JobNeed{Applied: 1}); f.Officer {
		t.Error("anybody is the officer")
	}
	if v := b.row("mekanik"); v.Interest != 1 {
		t.Errorf("%d are interested", v.Interest)
	}
	events := func() (list []string) {
		waiting, err := b.ledger.Waiting(t.Context(), b.now, 0, 100)
		b.must(err)
		for _, a := range waiting {
			if a.Message.From.Chat == "dewi" {
				list = append(list, a.Message.Text+" "+a.Message.Of)
			}
		}
		return list
	}
	if got := events(); !slices.Equal(got, []string{"applied 1"}) {
		t.Errorf("the officer is told %v", got)
	}
	b.must(b.do("maria", store.Withdraw{Vacancy: n}))
	withdrawn, err := b.ledger.Applications(t.Context())
	b.must(err)
	if len(withdrawn) != 1 || withdrawn[0].Name+withdrawn[0].Phone+withdrawn[0].Year != "" || withdrawn[0].Withdrawn.IsZero() {
		t.Errorf("taken back: %+v", withdrawn)
	}
	b.must(b.do("maria", apply))
	b.must(b.do("maria", store.Erase{}))
	if got := events(); !slices.Equal(got, []string{"applied 1", fmt.Sprintf("withdrawn 1#%d", n), "applied 2", fmt.Sprintf("withdrawn 2#%d", n)}) {
		t.Errorf("the officer is told %v", got)
	}
	if f := b.facts("dewi", store.JobNeed{Applied: 1}); f.Applied.Name != "" || f.Applied.Phone != "" {
		t.Errorf("after it was taken back: %+v", f.Applied)
	}
	list, err := b.ledger.Applications(t.Context())
	b.must(err)
	if len(list) != 0 || b.row("mekanik").Interest != 0 {
		t.Errorf("%+v", list)
	}
}

// What is looked for is found in the area, then around it, then by any of the words; and it says which.
func TestAccept23SearchWidens(t *testing.T) {
	b := newBoard(t)
	oebobo := b.open(vacancy("oebobo"))
	b.now = b.now.Add(time.Minute)
	liliba := b.open(vacancy("liliba", func(v *store.Vacancy) { v.Kelurahan = "Liliba"; v.Terms = "f_kasir hotel kasir" }))
	b.now = b.now.Add(time.Minute)
	far := b.open(vacancy("alak", func(v *store.Vacancy) {
		v.Kelurahan, v.Kecamatan, v.Education, v.Terms = "Namosain", "Alak", "s1", "hotel manajer"
	}))
	for _, c := range []struct {
		search store.JobSearch
		want   []int64
		area   string
		loose  bool
	}{
		{store.JobSearch{}, []int64{far, liliba, oebobo}, "", false},
		{store.JobSearch{Terms: "f_kasir"}, []int64{liliba, oebobo}, "", false},
		{store.JobSearch{Area: "kel:Liliba"}, []int64{liliba}, "kel:Liliba", false},
		{store.JobSearch{Terms: "f_kasir", Area: "kel:Oebufu"}, []int64{liliba, oebobo}, "kec:Oebobo", false},
		{store.JobSearch{Terms: "f_kasir", Area: "kel:Solor"}, []int64{liliba, oebobo}, "", false},
		{store.JobSearch{Education: "smp"}, nil, "", false},
		{store.JobSearch{Education: "sma"}, []int64{liliba, oebobo}, "", false},
		{store.JobSearch{Education: "s1"}, []int64{far, liliba, oebobo}, "", false},
		{store.JobSearch{Terms: "hotel kasir"}, []int64{liliba}, "", false},
		{store.JobSearch{Terms: "hotel pantai"}, []int64{far, liliba}, "", true},
		{store.JobSearch{Terms: "not"}, nil, "", false},
		{store.JobSearch{Terms: "and or"}, nil, "", true},
		{store.JobSearch{School: 1}, nil, "", false},
		{store.JobSearch{From: 2}, []int64{oebobo}, "", false},
	} {
		if got, p := b.found(c.search); !slices.Equal(got, c.want) || p.Area != c.area || p.Loose != c.loose {
			t.Errorf("%+v finds %v in %q, loose %t", c.search, got, p.Area, p.Loose)
		}
	}
}
