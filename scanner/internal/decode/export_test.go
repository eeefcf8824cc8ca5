package decode

// Recovered is tested by itself: no input is known that makes a library panic.
var Recovered = recovered
