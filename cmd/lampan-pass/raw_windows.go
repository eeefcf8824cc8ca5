package main

import "syscall"

// golang.org/x/term rests on golang.org/x/sys/windows, which imports net. The
// two calls are made here instead, so that the promise holds on Windows too.
// This file has been compiled but never run on Windows.

// What a console does with input by itself: SetConsoleMode in Microsoft's
// console documentation.
const (
	processedInput = 1
	lineInput      = 2
	echoInput      = 4
)

func isTerminal(fd uintptr) bool {
	var mode uint32
	return syscall.GetConsoleMode(syscall.Handle(fd), &mode) == nil
}

// makeRaw stops the console from echoing and from acting on control keys, and
// returns what puts it back.
func makeRaw(fd uintptr) (restore func(), err error) {
	var before uint32
	if err := syscall.GetConsoleMode(syscall.Handle(fd), &before); err != nil {
		return nil, err
	}
	set := syscall.NewLazyDLL("kernel32.dll").NewProc("SetConsoleMode")
	if ok, _, err := set.Call(fd, uintptr(before&^(processedInput|lineInput|echoInput))); ok == 0 {
		return nil, err
	}
	return func() { _, _, _ = set.Call(fd, uintptr(before)) }, nil
}
