//go:build !linux

package main

// Memory is looked through on Linux alone.
const scanEnv = ""

func scanned() {}
