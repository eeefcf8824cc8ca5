// Reads one password a line, as JSON, and answers with log10 of the guesses and
// the score. zxcvbn is the user's own: npm install --no-save zxcvbn@4.4.2
let zxcvbn;
try {
  zxcvbn = require(require.resolve("zxcvbn", { paths: [process.cwd()] }));
} catch {
  process.exit(1);
}
console.log("ready");
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const said = zxcvbn(JSON.parse(line).slice(0, 100));
  console.log(said.guesses_log10, said.score);
});
