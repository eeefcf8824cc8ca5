//go:build !unix

package main

// closeUmask does nothing where files have no mode of their own; there the
// user's own folder keeps others out.
func closeUmask() {}
