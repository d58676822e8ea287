/* What names one paper: its DOI, arXiv id, BibTeX key or an address, alone or in a citation that was pasted. */
(() => {
  "use strict";
  // Older DOIs have pages between angle brackets: `10.1002/(SICI)1097(199806)49:8<693::AID-ASI4>3.0.CO;2-O`.
  const BEGINNING = "https?://|(?<![\\p{L}\\p{N}@./:-])(?:[a-z\\d-]+\\.)+(?:co|com|edu|gov|io|net|org)/";
  const ADDRESS = new RegExp(`(?:${BEGINNING})(?:[^\\s<>"{}]|<\\d[^\\s<>]*>)+`, "giu");
  const DOI = /10\.\d{4,9}\/(?:[^\s<>"{}|\\^`]|<\d[^\s<>]*>)+/giu;
  // Ids since 2007 begin with a year and a month; older ones name a field.
  const ARXIV_ID = "(\\d\\d(?:0[1-9]|1[0-2])\\.\\d{4,5}|[a-z-]+(?:\\.[a-z]{2})?/\\d{7})(?:v\\d+)?(?:\\.pdf)?(?![\\p{L}\\p{N}])";
  const SECTION = "(?:\\s*\\[[a-z-]+(?:\\.[a-z-]+)?\\])?"; // `arXiv:2401.01234 [cs.CL]`
  const ARXIV = new RegExp(`(?:\\barxiv[:.\\s]\\s*|(?<![\\p{L}\\p{N}./:-]))${ARXIV_ID}${SECTION}`, "giu");
  const AT_ARXIV = new RegExp(`^(?:[\\w.]*ar[x5]iv\\.org|alphaxiv\\.org|huggingface\\.co)/(?:abs|pdf|html|papers)/${ARXIV_ID}`, "iu");
  const PAGE = /\/papers\/([^/?#]+?)(?:\/|\.html)?(?:[?#]|$)/u;
  const ENTRY = /^\s*@\s*\p{L}+\s*[{(]\s*([^\s,{}]+)\s*,/u;
  const TITLE = /\btitle\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|"([^"]*)")/iu;
  // A word with a year, as keys have it, or what no word looks like, such as `DBLP:conf/moth/Alder24`.
  const KEY = /^\s*(?:\\cite\w*\{|@)?((?=\S*\p{L})(?=\S*(?:(?:19|20)\d\d|[:/]\S*\d))[^\s{}"]{5,})\}?\s*$/u;

  /** A DOI without what stands after it in a text, such as a bracket that was opened before it. */
  function trimmedDoi(text) {
    let open = 0;
    const end = [...text].findIndex((sign) => (open += sign === "(" ? 1 : sign === ")" ? -1 : 0) < 0);
    const doi = end < 0 ? text : text.slice(0, end);
    return doi.replace(/[.,;:'’”\]]+$/u, "").toLowerCase();
  }

  /** The identifiers that a DOI stands for: those of arXiv name its ids. */
  function ofDoi(text) {
    const doi = trimmedDoi(text),
      [, id] = /^10\.48550\/arxiv\.(.+)$/u.exec(doi) ?? [];
    return id ? [ofArxiv(id)] : [["stated", doi]];
  }

  /** The identifier of an arXiv id, without its version and, as in newer papers, without the section of its field. */
  const ofArxiv = (id) => ["arxiv", id.toLowerCase().replace(/v\d+$/u, "").replace(/\.[a-z]{2}\//u, "/")];

  /** An address with the signs that stand for its percent codes, if they do. */
  function decoded(address) {
    try {
      return decodeURIComponent(address);
    } catch {
      return address;
    }
  }

  /** An address as it is compared: without its protocol, its end and what says nothing. */
  function bareAddress(address) {
    const bare = decoded(address.replace(/^(?:https?:\/\/)?(?:www\.)?|[?#].*$/giu, "")).toLowerCase();
    return bare.replace(/[.,;:)\]]+$/u, "").replace(/(?:\/|\.git|\.pdf)+$/u, "");
  }

  /** The identifiers that an address may stand for. */
  function ofAddress(address) {
    const bare = bareAddress(address),
      [doi] = bare.match(DOI) ?? [],
      [, id] = AT_ARXIV.exec(bare) ?? [],
      [, page] = PAGE.exec(address) ?? [];
    return [
      ...(id ? [ofArxiv(id)] : []),
      ...(doi ? ofDoi(doi) : []),
      ...(page ? [["page", page.toLowerCase()]] : []),
      ["address", bare],
    ];
  }

  /** The key and the title of a BibTeX entry; nothing for other texts. */
  function readEntry(text) {
    const [, key] = ENTRY.exec(text) ?? [];
    if (!key) return null;
    const [, braced, quoted] = TITLE.exec(text) ?? [];
    return { key, title: (braced ?? quoted ?? "").replace(/[{}]|\\\p{L}+/gu, "") };
  }

  /** The identifiers in a text, each with its kind, and the text without them; that of a BibTeX entry is its title. */
  function read(text) {
    const identifiers = [];
    const take = (pattern, kinds) => (all) =>
      all.replace(pattern, (match, id) => {
        identifiers.push(...kinds(match, id));
        return " ";
      });
    const takeAll = [take(ADDRESS, ofAddress), take(DOI, ofDoi), take(ARXIV, (_, id) => [ofArxiv(id)])];
    const rest = takeAll.reduce((all, next) => next(all), text.replace(/\bdoi:\s*(?=10\.)/giu, ""));
    const entry = readEntry(text);
    const key = entry ? entry.key : identifiers.length ? "" : KEY.exec(text)?.[1];
    if (key) identifiers.push(["stated", key.toLowerCase()]);
    return { identifiers, isKey: !entry && !!key, rest: entry ? entry.title : rest };
  }

  /** The papers that identifiers name. DOIs and keys are in files of their own, as few readers ask for them. */
  class Identifiers {
    constructor(engine) {
      this.engine = engine;
      this.stated = new Map(); // DOIs and keys, of each file that has been loaded
    }

    #fileOf(identifier) {
      return self.papershelf.hash([...identifier]) % (this.engine.catalogue.identifierFiles || 1);
    }

    /** The files that a query needs and that are not here yet. */
    missing({ identifiers }) {
      const files = identifiers.flatMap(([kind, identifier]) => (kind === "stated" ? [this.#fileOf(identifier)] : []));
      const needed = this.engine.catalogue.identifiers ? [...new Set(files)] : [];
      return needed.filter((file) => !this.stated.has(file)).map((file) => ["identifiers", file]);
    }

    /** Takes in a file: a DOI or a key and the place of its paper on each line. */
    add(file, text) {
      this.stated.set(file, new Map(text.split("\n").map((line) => line.split(" "))));
    }

    #arxiv() {
      return (this.arxiv ??= new Map(
        Object.entries(this.engine.catalogue.arxiv ?? {}).map(([paper, id]) => [ofArxiv(id)[1], paper]),
      ));
    }

    #addresses() {
      const { pdf, codeUrl } = this.engine.catalogue;
      return (this.addresses ??= new Map(
        [pdf, codeUrl].flatMap((column) =>
          Object.entries(column ?? {}).map(([paper, address]) => [bareAddress(address), paper]),
        ),
      ));
    }

    /** The papers that the identifiers of a query name, each once. */
    find({ identifiers }) {
      const tables = {
        arxiv: () => this.#arxiv(),
        address: () => this.#addresses(),
        page: () => ({ get: (key) => this.engine.placeOf(key) }),
        stated: (identifier) => this.stated.get(this.#fileOf(identifier)),
      };
      const found = identifiers.map(([kind, identifier]) => tables[kind](identifier)?.get(identifier));
      return [...new Set(found.filter((paper) => paper !== undefined).map(Number))];
    }
  }

  Object.assign(self.papershelf, { Identifiers, readIdentifiers: read });
})();
