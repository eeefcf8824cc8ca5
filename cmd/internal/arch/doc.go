// Package arch is the architecture test: which package may import which, which
// library has which importer, and which trees must never reach the network or
// start a process. table_test.go holds the lines, check_test.go reads them.
//
// A new package or library needs a line. That is meant as a moment to think,
// not as a hurdle: the room it stands in mostly says what it may import.
package arch
