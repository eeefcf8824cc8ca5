// Package sandbox takes from the running program what a program for passwords
// never needs: the network, other programs and other programs' memory. It also
// keeps passwords out of core files, and where the system lets it, out of swap.
//
// On Linux Enter loads a seccomp filter for every thread. What asks for something
// that was taken away is killed on the spot, because only a fault or a library
// that cheats would ask. The filter cannot be lifted and is inherited by every
// child. It needs no privilege.
//
// What it leaves: files may be opened and written, so that exports can be read
// and verdicts kept; Landlock could narrow that to the files that were named, but
// a program without a network has nowhere to send what it reads. What came in
// already open, such as a standard output that is a socket, stays open. On other
// systems Enter does nothing, and Enforced says so: there the promise rests on
// what the program is built from.
package sandbox
