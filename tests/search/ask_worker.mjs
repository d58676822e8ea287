/* Asks the worker of search in node, and prints its answers as JSON: of each question a list.

     node ask_worker.mjs WORKER FOLDER QUESTION …          FOLDER has the `search/` of a site                          */
import { pathToFileURL } from "node:url";

const [worker, folder, ...questions] = process.argv.slice(2);
const site = pathToFileURL(`${folder}/`).href;
const answers = [];

globalThis.self = globalThis;
globalThis.postMessage = ({ id, ...answer }) => answers[id].push(answer);
await import(pathToFileURL(worker).href);
globalThis.onmessage({ data: { kind: "start", data: { collection: site, root: site } } });

let asked = -1;

// Once nothing is left to do, the last answer has come.
process.on("beforeExit", () => {
  const id = ++asked;
  if (id === questions.length) console.log(JSON.stringify(answers));
  if (id >= questions.length) return;
  answers.push([]);
  setTimeout(() => globalThis.onmessage({ data: { id, kind: "find", data: questions[id] } }), 0);
});
