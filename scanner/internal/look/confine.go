package look

// What a child may take. The goal makes Go give back what it no longer uses; the
// wall ends the child. Between them lie a picture of maxDecoded bytes beside the
// garbage of the one before.
const (
	memoryGoal = 400 << 20 // bytes
	memoryWall = 768 << 20 // bytes
	maxSeconds = 30 * 60   // of processor time, for all its pictures
)
