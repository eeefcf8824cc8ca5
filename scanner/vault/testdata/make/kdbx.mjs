// Writes the KDBX fixtures that keepassxc-cli cannot be told to write, with
// kdbxweb (the library of KeeWeb) out of the XML that keepassxc-cli makes of
// vault.xml.
//
//	npm install kdbxweb@2.1.1 hash-wasm
//	node kdbx.mjs full.xml ..
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const kdbxweb = require("kdbxweb");
const { argon2d, argon2id } = require("hash-wasm");

const [, , xml, out] = process.argv;
const text = fs.readFileSync(xml, "utf8");
const { Consts, Credentials, CryptoEngine, Kdbx, ProtectedValue } = kdbxweb;

CryptoEngine.setArgon2Impl(async (password, salt, memory, iterations, length, parallelism, type) =>
  (type === 0 ? argon2d : argon2id)({
    password: new Uint8Array(password), salt: new Uint8Array(salt), memorySize: memory, iterations, hashLength: length,
    parallelism, outputType: "binary",
  }));

const secret = () => ProtectedValue.fromString("Kanariefagel-8Zq");

async function write(name, credentials, change) {
  const db = await Kdbx.loadXml(text, credentials);
  change(db);
  fs.writeFileSync(path.join(out, name), Buffer.from(await db.save()));
}

// A megabyte of memory and one pass are enough to test with.
// A megabyte of memory and one pass are enough to test with.
function light(id, cipher = Consts.CipherId.Aes) {
  return (db) => {
    db.setVersion(4);
    db.header.dataCipherUuid = new kdbxweb.KdbxUuid(cipher);
    db.setKdf(id);
    const p = db.header.kdfParameters;
    const types = kdbxweb.VarDictionary.ValueType;
    p.set("M", types.UInt64, kdbxweb.Int64.from(1024 * 1024));
    p.set("I", types.UInt64, kdbxweb.Int64.from(1));
  };
}
function aes(version) {
  return (db) => {
    db.setVersion(version);
    if (version === 4) {
      db.setKdf(Consts.KdfId.Aes);
      db.header.kdfParameters.set("R", kdbxweb.VarDictionary.ValueType.UInt32, 1000);
    } else {
      db.header.keyEncryptionRounds = 1000;
    }
  };
}

const key1 = await Credentials.createRandomKeyFile(1);
const key2 = await Credentials.createRandomKeyFile(2);
fs.writeFileSync(path.join(out, "nyckel-1.key"), key1);
fs.writeFileSync(path.join(out, "nyckel-2.keyx"), key2);

await write("web-31-aes.kdbx", new Credentials(secret()), aes(3));
await write("web-4-aes.kdbx", new Credentials(secret()), aes(4));
await write("web-4-argon2d.kdbx", new Credentials(secret()), light(Consts.KdfId.Argon2d));
await write("web-4-argon2id.kdbx", new Credentials(secret()), light(Consts.KdfId.Argon2id, Consts.CipherId.ChaCha20));
await write("web-31-key.kdbx", new Credentials(null, key1), aes(3));
await write("web-4-both.kdbx", new Credentials(secret(), key2), light(Consts.KdfId.Argon2d));
