package reporttest

import (
	"lampan/rules/assess"
	"lampan/rules/exposure"
)

func assessment() assess.Assessment {
	part := func(f exposure.FindingID, n int) assess.Part {
		return assess.Part{Finding: f, Points: n, Exact: float64(n)}
	}
	return assess.Assessment{
		Household: assess.Result{
			Score: 54, Low: 35, High: 61, Baseline: 14, Band: assess.BandWorth, Exact: 54,
			Parts: []assess.Part{part("k-trip", 17), part("k-gps", 11), part("k-school", 8), part("k-address", 7), part("k-routine", 5), part("k-two-step", 4), part("k-phone", 2)},
		},
		People: []assess.PersonResult{
			{Person: "anna", About: assess.Result{Score: 9, Band: assess.BandGood}, Shows: []exposure.FindingID{"k-school", "k-two-step", "k-address", "k-phone"}},
			{Person: "erik", About: assess.Result{Score: 0, Band: assess.BandGood}, Shows: []exposure.FindingID{"k-gps", "k-trip", "k-valuables"}},
			{Person: "maja", About: assess.Result{Score: 8, Band: assess.BandGood}, Shows: []exposure.FindingID{"k-routine"}},
			{Person: "elsa", About: assess.Result{Score: 11, Band: assess.BandGood}},
		},
		Chains: []assess.Chain{{
			Scenario: "empty-home", Points: 14, Legs: [][]exposure.FindingID{{"k-gps", "k-address"}, {"k-trip"}},
			Amplify: []exposure.FindingID{"k-valuables"}, Members: []exposure.SubjectID{"anna", "erik"}, Needs: []exposure.SubjectID{"erik"},
		}},
		Plan: []assess.Step{
			{Findings: []exposure.FindingID{"k-trip"}, Rule: "travel.plan", Owner: "erik", Minutes: 5, Proof: exposure.Recheck, After: 38, Saves: 16},
			{Findings: []exposure.FindingID{"k-gps"}, Rule: "photo.home", Owner: "erik", Minutes: 15, Proof: exposure.Recheck, After: 46, Saves: 8},
			{Findings: []exposure.FindingID{"k-school"}, Rule: "child.school", Owner: "anna", Minutes: 10, Proof: exposure.Recheck, After: 47, Saves: 7},
			{Findings: []exposure.FindingID{"k-address"}, Rule: "home.address", Owner: "anna", Minutes: 10, Proof: exposure.Recheck, After: 50, Saves: 4},
			{Findings: []exposure.FindingID{"k-routine"}, Rule: "routine.weekly", Owner: "maja", Minutes: 5, Proof: exposure.Recheck, After: 50, Saves: 4},
			{Findings: []exposure.FindingID{"k-two-step"}, Rule: "accounts.two-step", Owner: "anna", Minutes: 15, Proof: exposure.Told, After: 51, Saves: 3},
			{Findings: []exposure.FindingID{"k-phone"}, Rule: "registration.phone", Owner: "anna", Minutes: 5, Proof: exposure.Recheck, After: 53, Saves: 1},
			{Findings: []exposure.FindingID{"k-valuables"}, Rule: "photo.valuables", Owner: "erik", Minutes: 5, Proof: exposure.Recheck, After: 54, Saves: 0},
		},
		AfterPlan: 0,
	}
}
