// Package answers keeps what one person has answered to the questions of the pack: a
// small YAML file in the case, which lampan interview writes and the person may write
// in too.
//
// It asks nothing. It promises that a file it cannot take as it stands is told of with
// its line, that what it writes reads back as exactly what was meant, and that the file
// is never left half written.
package answers

import (
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/rules/roster"
	"lampan/scanner/household"
	"lampan/scanner/internal/sheet"
)

// Schema is the version of the file that is read and written.
const Schema = 1

// MaxBytes is more than any list of answers needs.
const MaxBytes = 1 << 20

// File is one person's file of answers. Every field is required, but Dir only for Read
// and Update, and Lang only for Update.
type File struct {
	Dir       string             // the case folder
	At        string             // the file in it, with forward slashes
	Person    exposure.SubjectID // whose answers it holds
	Questions rules.Questions
	Today     time.Time     // the last day that may stand in it
	Lang      exposure.Lang // of the words that are written
}

// Said is what a file says.
type Said struct {
	// On is the day each topic was gone through, at midnight UTC, for those that the
	// file gives one.
	On map[rules.Topic]time.Time
	// Answers are in the order of the file, each question at most once.
	Answers []exposure.Answer
}

// Set gives a question an answer, in place of the one it had.
func (s *Said) Set(a exposure.Answer) {
	for i := range s.Answers {
		if s.Answers[i].Question == a.Question {
			s.Answers[i] = a
			return
		}
	}
	s.Answers = append(s.Answers, a)
}

// Read returns what the file says; nothing where there is no file yet. The error is
// household.Faults when the file is there and not right.
func (f File) Read() (*Said, error) {
	data, err := f.sheet().Read()
	if err != nil {
		return nil, err
	}
	return f.said(data)
}

// Update changes the file: change gets what it says and leaves there what it is to
// say. The file and its folder are made when they are missing, and closed to other
// users. Comments stay where they stand, and answers come in the order of the pack.
// Nothing is written on an error: that of change, or household.Faults when the file is
// not right, or would not be.
func (f File) Update(change func(*Said) error) error {
	return f.sheet().Change(func(old []byte) ([]byte, error) {
		said, err := f.said(old)
		if err != nil {
			return nil, err
		}
		if err := change(said); err != nil {
			return nil, err
		}
		return f.write(old, said)
	})
}

func (f File) sheet() sheet.File {
	return sheet.File{Dir: f.Dir, At: f.At, What: "answers", Lock: "answers.lock", MaxBytes: MaxBytes}
}

// said is what the bytes say; nil bytes say nothing.
func (f File) said(data []byte) (*Said, error) {
	if data == nil {
		return &Said{On: map[rules.Topic]time.Time{}}, nil
	}
	said, faults := f.Parse(data)
	if len(faults) > 0 {
		return nil, faults
	}
	return said, nil
}

// teen is the age from which a child is asked what teenagers are. Only years of birth
// are known, so one who may turn it this year is.
const teen = 13

// Family is what a household is, as far as it decides what is asked on a day.
func Family(h *household.Household, at time.Time) interview.Family {
	f := interview.Family{Car: len(h.Vehicles) > 0}
	for _, p := range h.People {
		minor := roster.MinorAt(p.Born, at)
		f.People = append(f.People, interview.Person{
			ID: p.ID, Minor: minor, Teen: minor && at.Year()-p.Born >= teen, Exposed: p.Exposed != "",
		})
	}
	return f
}
