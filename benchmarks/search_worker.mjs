/* Asks the worker of search in node, as the page does in a browser, and waits after each question until it has nothing
   left to do, so that its last answer is certain. Tests of search use it, too.

     node search_worker.mjs WORKER FOLDER QUESTIONS ANSWERS

   FOLDER has the `search/` of a site. QUESTIONS is a file with a JSON array of texts; ANSWERS will have a line for each:
   an array of the answers that came, each with the milliseconds that it took as `ms`.                               */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PAUSE = 1000; // milliseconds up to which the worker waits for a reader who types, which nobody does here
const [worker, folder, questions, written] = process.argv.slice(2);
const texts = JSON.parse(readFileSync(questions, "utf8"));
const site = pathToFileURL(`${folder}/`).href;

let asked = -1;
let start;
let answers = [];

globalThis.self = globalThis;
const wait = globalThis.setTimeout;
globalThis.setTimeout = (work, pause = 0, ...rest) => wait(work, pause > PAUSE ? pause : 0, ...rest);
globalThis.postMessage = ({ id, ...answer }) => {
  if (id !== asked) throw new Error(`expected an answer to question ${asked}, found one to ${id}`);
  if (answer.failed) throw new Error(`no answer to "${texts[asked]}"`);
  answers.push({ ms: performance.now() - start, ...answer });
};

await import(pathToFileURL(worker).href);
writeFileSync(written, "");
globalThis.onmessage({ data: { kind: "start", data: { collection: site, root: site } } });

function ask() {
  answers = [];
  start = performance.now();
  globalThis.onmessage({ data: { id: asked, kind: "find", data: texts[asked] } });
}

process.on("beforeExit", () => {
  if (asked >= 0) appendFileSync(written, `${JSON.stringify(answers)}\n`);
  if (++asked < texts.length) wait(ask, 0); // without something to wait for, node would exit
});
