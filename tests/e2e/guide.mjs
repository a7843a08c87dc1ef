// The pictures of the technician's guide: copied from what the window tests last saw, so that they show the app as it is.
//
//   node tests/e2e/guide.mjs           after tests/e2e/run.mjs: copies them to docs/guide
//   node tests/e2e/guide.mjs --check   without any run: guide, this list, docs/guide and the tests name the same pictures
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SHOTS } from './lib/paths.mjs';

const PICTURES = [
  '00c-enrol-scan',
  '01-today',
  '03b-preparation-shut',
  '03c-exception',
  '05d-camera',
  '05e-shot-marked',
  '06-quote-consent',
  '08-sheet',
  '10d-outbox-sending',
  '11-me',
  '11-question',
  '12-changed-since-signed',
  '16b-handover-made',
  '17-nobody-home',
  '17c-locked',
  '18-reminders',
  '19-parts-arriving',
  '19b-part',
];
const GUIDES = ['guide-technician.md', 'guide-technician.en.md'];
const DOCS = join(ROOT, 'docs');
const KEPT = join(DOCS, 'guide');
/** Of all pictures together: they are part of every clone. */
const MOST_BYTES = 1_500_000;

const file = (name) => `${name}.png`;
const kept = () => (existsSync(KEPT) ? readdirSync(KEPT) : []);
/** What the tests write: who renames a shot there hears of it here. */
const tests = ['cases', 'walk'].flatMap((folder) => readdirSync(new URL(folder, import.meta.url)).map((name) => readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8'))).join('\n');

function faults() {
  const bytes = kept().reduce((sum, name) => sum + statSync(join(KEPT, name)).size, 0);
  return [
    ...GUIDES.flatMap((guide) => {
      const named = [...readFileSync(join(DOCS, guide), 'utf8').matchAll(/guide\/([^)"\s]+)\.png/g)].map((found) => found[1]);
      return [
        ...named.filter((name) => !PICTURES.includes(name)).map((name) => `docs/${guide} names ${file(name)}, which the list in tests/e2e/guide.mjs lacks`),
        ...PICTURES.filter((name) => !named.includes(name)).map((name) => `docs/${guide} does not show ${file(name)}: show it, or take it off the list in tests/e2e/guide.mjs`),
      ];
    }),
    ...PICTURES.filter((name) => !kept().includes(file(name))).map((name) => `docs/guide/${file(name)} is missing: run the window tests, then node tests/e2e/guide.mjs`),
    ...PICTURES.filter((name) => !tests.includes(`'${name}'`)).map((name) => `no window test takes the shot ${name} any more`),
    ...kept().filter((name) => !PICTURES.map(file).includes(name)).map((name) => `docs/guide/${name} is on no list: remove it`),
    ...(bytes > MOST_BYTES ? [`the pictures take ${bytes} bytes, more than ${MOST_BYTES}: choose fewer or smaller ones`] : []),
  ];
}

function copy() {
  const missing = PICTURES.filter((name) => !existsSync(join(SHOTS, file(name))));
  if (missing.length > 0) return missing.map((name) => `${file(name)} is not in target/screens/technician: run node tests/e2e/run.mjs first`);
  mkdirSync(KEPT, { recursive: true });
  for (const name of kept()) if (!PICTURES.map(file).includes(name)) rmSync(join(KEPT, name));
  for (const name of PICTURES) copyFileSync(join(SHOTS, file(name)), join(KEPT, file(name)));
  return faults();
}

const found = process.argv[2] === '--check' ? faults() : copy();
for (const fault of found) console.error(fault);
if (found.length === 0) console.log(`the guide's ${PICTURES.length} pictures are there`);
process.exit(found.length === 0 ? 0 : 1);
