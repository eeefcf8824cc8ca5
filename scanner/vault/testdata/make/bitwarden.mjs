// Writes the Bitwarden fixtures with Bitwarden's own exporter, the one its
// clients carry as @bitwarden/sdk-internal (0.2.0-main.1054 when this was
// written). Nobody logs in: the keys of an invented account are made here.
// What the exporter leaves out (passkeys, archived and deleted items) is added
// in the layout of CipherWithIdExport in bitwarden/clients.
//
//	npm install @bitwarden/sdk-internal@0.2.0-main.1054
//	node bitwarden.mjs ..
import { createRequire } from "node:module";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { PasswordManagerClient, ManagedSettingsClient } = require("@bitwarden/sdk-internal");
const out = process.argv[2] ?? ".";
const filePassword = "Kanariefagel-8Zq";

const userKey = crypto.randomBytes(64);
function enc(text) {
  if (text == null) return undefined;
  const iv = crypto.randomBytes(16);
  const c = crypto.createCipheriv("aes-256-cbc", userKey.subarray(0, 32), iv);
  const ct = Buffer.concat([c.update(text), c.final()]);
  const mac = crypto.createHmac("sha256", userKey.subarray(32)).update(iv).update(ct).digest();
  return `2.${iv.toString("base64")}|${ct.toString("base64")}|${mac.toString("base64")}`;
}

const { privateKey } = crypto.generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "der" },
  privateKeyEncoding: { type: "pkcs8", format: "der" },
});

async function client(kdfParams) {
  const c = new PasswordManagerClient({ get_access_token: async () => undefined }, undefined, new ManagedSettingsClient());
  await c.crypto().initialize_user_crypto({
    userId: crypto.randomUUID(),
    kdfParams,
    email: "anna.exempel@example.se",
    accountCryptographicState: { V1: { private_key: enc(privateKey) } },
    method: { decryptedKey: { decrypted_user_key: userKey.toString("base64") } },
  });
  return c;
}

const folderId = "11111111-2222-4333-8444-555555555555";
function cipher(n, name, more) {
  return {
    id: `00000000-0000-4000-8000-00000000000${n}`,
    folderId: undefined, organizationId: undefined, collectionIds: [], key: undefined,
    name: enc(name), notes: undefined, type: 1, login: undefined, identity: undefined, card: undefined,
    secureNote: undefined, sshKey: undefined, bankAccount: undefined, driversLicense: undefined, passport: undefined,
    favorite: false, reprompt: 0, organizationUseTotp: false, edit: true, permissions: undefined, viewPassword: true,
    localData: undefined, attachments: undefined, fields: undefined, passwordHistory: undefined,
    creationDate: "2020-01-02T03:04:05.000Z", deletedDate: undefined, revisionDate: "2024-05-06T07:08:09.000Z",
    archivedDate: undefined, data: undefined,
    ...more,
  };
}
function login(username, password, uris, more) {
  return {
    login: {
      username: enc(username), password: enc(password), passwordRevisionDate: undefined,
      uris: uris.map((uri) => ({ uri: enc(uri), match: undefined, uriChecksum: enc(crypto.createHash("sha256").update(uri).digest("base64")) })),
      totp: undefined, autofillOnPageLoad: undefined, fido2Credentials: undefined, ...more,
    },
  };
}

const ciphers = [
  cipher(1, "Banken", {
    folderId,
    ...login("anna.exempel@example.se", filePassword, ["https://bank.example.se", "androidapp://se.example.bank"], {
      passwordRevisionDate: "2023-03-04T05:06:07.000Z", totp: enc("otpauth://totp/Banken?secret=GEZDGNBVGY3TQOJQ"),
    }),
    passwordHistory: [{ password: enc("gammalt-Losen1"), lastUsedDate: "2023-03-04T05:06:07.000Z" }],
  }),
  cipher(2, "Forum \"Å, Ä & Ö\"", login("ånna", "blå\"citat\", kömma\nrad", ["http://forum.example.org/a,b?c"])),
  cipher(3, "Anteckning", { type: 2, notes: enc("rad ett\nrad två"), secureNote: { type: 0 } }),
  cipher(4, "Kort", { type: 3, card: { cardholderName: enc("Anna Exempel"), expMonth: enc("12"), expYear: enc("2030"), code: enc("123"), brand: enc("Visa"), number: enc("4111111111111111") } }),
  cipher(5, "Utan lösenord", login("anna", undefined, ["https://tom.example.se"])),
];
const folders = [{ id: folderId, name: enc("Ekonomi/Viktigt"), revisionDate: "2024-05-06T07:08:09.000Z" }];

const pbkdf2 = await client({ pBKDF2: { iterations: 5000 } });
const json = await pbkdf2.exporters().export_vault(folders, ciphers, "Json");
fs.writeFileSync(path.join(out, "bitwarden.csv"), await pbkdf2.exporters().export_vault(folders, ciphers, "Csv"));
fs.writeFileSync(path.join(out, "bitwarden-pbkdf2.json"), await pbkdf2.exporters().export_vault(folders, ciphers, { EncryptedJson: { password: filePassword } }));
const argon2 = await client({ argon2id: { iterations: 2, memory: 16, parallelism: 1 } });
fs.writeFileSync(path.join(out, "bitwarden-argon2.json"), await argon2.exporters().export_vault(folders, ciphers, { EncryptedJson: { password: filePassword } }));

const more = JSON.parse(json);
const copy = (n, name, password) => {
  const c = structuredClone(more.items[0]);
  Object.assign(c, { id: `00000000-0000-4000-8000-00000000001${n}`, name, folderId: null, passwordHistory: null });
  Object.assign(c.login, { password, totp: null, passwordRevisionDate: null, fido2Credentials: [] });
  return c;
};
const passkey = copy(1, "Med nyckel", "sommar-2019-Abc");
passkey.login.fido2Credentials = [{ credentialId: "x", keyType: "public-key", keyAlgorithm: "ECDSA", keyCurve: "P-256", keyValue: "y", rpId: "example.se", counter: "0", discoverable: "true", creationDate: "2024-01-01T00:00:00.000Z" }];
const deleted = copy(2, "Slängd", "slangd-Losen2");
deleted.deletedDate = "2024-02-02T00:00:00.000Z";
const archived = copy(3, "Arkiverad", "arkiverat-Losen3");
archived.archivedDate = "2024-02-02T00:00:00.000Z";
more.items.push(passkey, deleted, archived);
fs.writeFileSync(path.join(out, "bitwarden.json"), JSON.stringify(more, null, 2));

// As BaseVaultExportService in bitwarden/clients writes it when the account's
// own key is used.
fs.writeFileSync(path.join(out, "bitwarden-account.json"), JSON.stringify({
  encrypted: true, encKeyValidation_DO_NOT_EDIT: enc(crypto.randomUUID()), folders: [],
  items: [{ id: crypto.randomUUID(), type: 1, name: enc("Banken"), login: { username: enc("anna"), password: enc(filePassword), uris: null, totp: null } }],
}, null, 2));
