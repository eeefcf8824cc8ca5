package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"lampan/rules/exposure"
	"lampan/rules/password/meter"
	"lampan/rules/roster"
	"lampan/scanner/household"
)

// family reads the household file that was named, or returns nil.
func (p *program) family() (*household.Household, error) {
	if p.set.household == "" {
		return nil, nil //nolint:nilnil // no family is an ordinary answer
	}
	path := p.set.household
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, "household.yaml")
	}
	h, err := household.Load(path)
	if faults, ok := errors.AsType[household.Faults](err); ok {
		return nil, stop{exitFaults, faults.In(exposure.Lang(p.say.lang))}
	}
	if err != nil {
		return nil, stop{exitFiles, p.unread(path, err)}
	}
	return h, nil
}

// unread says why a file cannot be read.
func (p *program) unread(path string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf(p.say.fault.missing, shown(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf(p.say.fault.forbidden, shown(path))
	case errors.Is(err, errLarge):
		return fmt.Sprintf(p.say.fault.large, shown(path))
	}
	return fmt.Sprintf(p.say.fault.unread, shown(path))
}

// facts are what somebody who knows the family would try.
func facts(h *household.Household) []meter.Fact {
	if h == nil {
		return nil
	}
	var list []meter.Fact
	add := func(kind meter.FactKind, texts ...string) {
		for _, t := range texts {
			if t != "" {
				list = append(list, meter.Fact{Kind: kind, Text: t})
			}
		}
	}
	add(meter.FactName, h.Name)
	for _, m := range h.People {
		add(meter.FactName, m.Name)
		add(meter.FactName, m.Aliases...)
		if m.Born > 0 {
			add(meter.FactBorn, strconv.Itoa(m.Born))
		}
		add(meter.FactPhone, m.Phones...)
		add(meter.FactEmail, m.Emails...)
	}
	for _, place := range h.Places {
		if place.Kind == roster.School || place.Kind == roster.Work {
			add(meter.FactClub, place.Name)
		} else {
			add(meter.FactTown, place.Name) // what the family calls the cottage
		}
		add(meter.FactStreet, place.Street)
		add(meter.FactTown, place.Postal, place.Town)
	}
	for _, v := range h.Vehicles {
		add(meter.FactPlate, v.Plate)
	}
	for _, c := range h.Clubs {
		add(meter.FactClub, c.Name)
	}
	add(meter.FactDomain, h.Domains...)
	add(meter.FactPet, h.Pets...)
	return list
}
