package look

// ReadAnswer and WriteAnswer are the two ends of what a child says.
var (
	ReadAnswer  = readAnswer
	WriteAnswer = writeAnswer
)

// Hello is what a child says first.
const Hello = hello

// LinesOf reads tesseract's table.
var LinesOf = linesOf

// Langs says what tesseract reads.
var Langs = langs
