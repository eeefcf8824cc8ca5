package files

// Local is tested by itself, because a grant already refuses what it refuses.
var Local = local
