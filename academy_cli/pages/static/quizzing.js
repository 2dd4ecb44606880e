// Grades a quiz where nobody else is there to do it, as the academy's own grading does: exactly, and in part.
(() => {
  "use strict";

  // -- what is seen of a text ----------------------------------------------------------------------
  // Unicode has the digits of a script in one run, from 0 on; runs that meet have ten each.
  function digit(sign) {
    let begin = sign.codePointAt(0);
    const code = begin;
    while (/\p{Nd}/u.test(String.fromCodePoint(begin - 1))) begin -= 1;
    return String((code - begin) % 10);
  }

  const seen = (text) => text.replace(/\p{Cf}/gu, "").replace(/\p{Nd}/gu, digit);

  // -- numbers: n / 10^e, never a binary fraction ------------------------------------------------
  const WRITTEN = /^([-+]?)(?:([0-9]{1,40})(?:\.([0-9]{1,40}))?|\.([0-9]{1,40}))(?:[eE]([-+]?[0-9]{1,3}))?$/;
  const MAYBE_GROUPED = /^[-+]?[1-9][0-9]{0,2},[0-9]{3}$/;

  function exact(text) {
    const found = WRITTEN.exec(text);
    if (!found) return null;
    const [, sign, whole = "", fraction = "", alone = "", power = "0"] = found;
    const n = BigInt(`${whole}${fraction}${alone}`) * (sign === "-" ? -1n : 1n);
    const e = fraction.length + alone.length - Number(power);
    return e < 0 ? { n: n * 10n ** BigInt(-e), e: 0 } : { n, e };
  }

  const plain = (text) =>
    seen(text.trim().replace(/(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, "^$&").normalize("NFKC"))
      .replace(/[−–﹣]/g, "-").replaceAll("٫", ".").replaceAll("٬", "'").trim();

  const isGrouped = (text, sign) => new RegExp(`^[-+]?[0-9]{1,3}(?:\\${sign}[0-9]{3})+$`).test(text);
  const count = (text, sign) => text.split(sign).length - 1;

  function withPoint(text) {
    const commas = count(text, ","), points = count(text, ".");
    if (commas === 1 && !points) return MAYBE_GROUPED.test(text) ? text : text.replace(",", ".");
    if (commas && points) {
      const [group, sign] = text.lastIndexOf(".") > text.lastIndexOf(",") ? [",", "."] : [".", ","];
      const place = text.indexOf(sign);
      const whole = text.slice(0, place), fraction = text.slice(place + 1);
      const isClear = count(text, sign) === 1 && isGrouped(whole, group);
      return isClear ? `${whole.replaceAll(group, "")}.${fraction}` : text;
    }
    const group = commas ? "," : ".";
    return commas + points > 1 && isGrouped(text, group) ? text.replaceAll(group, "") : text;
  }

  function typed(text, unit) {
    if ([...text].length > 100) return null;
    let bare = plain(text);
    const said = plain(unit);
    if (said && bare.endsWith(said)) bare = bare.slice(0, -said.length);
    bare = bare.trimEnd().replace(/\s*[x×*·]\s*10(?:\^|\*\*)(?=[-+]?\d{1,3}$)/g, "e");
    return exact(withPoint(bare.replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, "")));
  }

  const size = (n) => (n < 0n ? -n : n);

  function isWithin(number, answer, tolerance, isPercent) {
    const e = Math.max(number.e, answer.e);
    const at = (one, to) => one.n * 10n ** BigInt(to - one.e);
    const apart = size(at(number, e) - at(answer, e));
    const room = isPercent ? { n: tolerance.n * size(answer.n), e: tolerance.e + answer.e + 2 } : tolerance;
    const most = Math.max(e, room.e);
    return apart * 10n ** BigInt(most - e) <= at(room, most);
  }

  // -- texts ------------------------------------------------------------------------------------
  // Without case; the four letters i of Turkish are one.
  const folded = (text) =>
    [...text].map((one) => one.toLowerCase().toUpperCase().toLowerCase()).join("")
      .replaceAll("i\u0307", "i").replaceAll("ı", "i");

  function compared(text, ignore) {
    let said = seen(text.normalize("NFKC"))
      .replace(/[‘’ʼ]/g, "'").replace(/[“”„]/g, '"').replace(/[\u2010\u2011\u2212]/g, "-");
    if (ignore.includes("case")) said = folded(said);
    if (ignore.includes("accents")) said = said.normalize("NFD").replace(/\p{Mn}/gu, "");
    if (ignore.includes("punctuation")) said = said.replace(/\p{P}/gu, "");
    return said.normalize("NFC").split(/[^\S\ufeff]+/u).filter(Boolean).join(ignore.includes("spaces") ? "" : " ");
  }

  // -- grading ------------------------------------------------------------------------------------
  const pairwise = (keys) => keys.slice(1).map((key, at) => JSON.stringify([keys[at], key]));

  function share(question, answer) {
    const inPart = (hits, all) => {
      if (all === 0) return [question.kind === "ordering" ? 1 : 0, 1];
      return hits === all || question.partial ? [Math.max(0, hits), all] : [0, 1];
    };
    switch (question.kind) {
      case "single":
        return [question.right.includes(answer) ? 1 : 0, 1];
      case "multiple": {
        const hits = answer.filter((key) => question.right.includes(key)).length;
        return inPart(hits - (answer.length - hits), question.right.length);
      }
      case "true-false":
        return [answer === question.right ? 1 : 0, 1];
      case "numeric": {
        const number = typed(answer, question.unit);
        const [right, room] = [exact(question.right), exact(question.tolerance)];
        return [number && isWithin(number, right, room, question.percent) ? 1 : 0, 1];
      }
      case "short": {
        const said = compared(answer, question.ignore);
        return [question.right.some((one) => compared(one, question.ignore) === said) ? 1 : 0, 1];
      }
      case "ordering": {
        const wanted = pairwise(question.right), given = new Set(pairwise(answer));
        return inPart(wanted.filter((one) => given.has(one)).length, wanted.length);
      }
      default: {
        const lefts = Object.keys(question.right);
        return inPart(lefts.filter((left) => answer[left] === question.right[left]).length, lefts.length);
      }
    }
  }

  function isBlank(answer) {
    if (answer === null || answer === undefined) return true;
    if (typeof answer === "string") return !answer.trim();
    return typeof answer === "object" && Object.keys(answer).length === 0;
  }

  function isUngradable(question, answer) {
    if (question.kind === "numeric") return typed(answer, question.unit) === null;
    return question.kind === "short" && [...answer].length > 2000;
  }

  function remarks(question, answer) {
    const said = question.feedback;
    if (question.kind === "true-false") return [said[String(answer)]];
    if (question.kind === "single") return [said[answer]];
    return question.kind === "multiple" ? Object.keys(said).filter((key) => answer.includes(key)).map((key) => said[key]) : [];
  }

  function grade(question, answer) {
    if (isBlank(answer) || isUngradable(question, answer)) return { n: 0n, d: 1n, isRight: false, feedback: [] };
    const [hits, all] = share(question, answer);
    const isRight = hits === all;
    const told = isRight ? question.whenRight : question.whenWrong;
    const feedback = [...remarks(question, answer), told].filter(Boolean);
    return { n: BigInt(hits * question.points), d: BigInt(all), isRight, feedback };
  }

  function gradeAll(quiz, answers) {
    const graded = quiz.questions.map((one) => grade(one, answers[one.key]));
    let n = 0n, d = 1n;
    for (const one of graded) [n, d] = [n * one.d + one.n * d, d * one.d];
    const outOf = quiz.questions.reduce((sum, one) => sum + one.points, 0);
    const percent = outOf ? Number((n * 100n) / (d * BigInt(outOf))) : null;
    return { n, d, outOf, percent, isPassed: !quiz.passMark || (percent ?? 0) >= quiz.passMark, graded };
  }

  function shown({ n, d }) {
    const hundredths = (n * 100n) / d;
    const whole = String(hundredths / 100n), rest = hundredths % 100n;
    return rest ? `${whole}.${String(rest).padStart(2, "0")}` : whole;
  }

  globalThis.academyQuizzes = { gradeAll, grade, shown, typed, compared };
  if (typeof document === "undefined") return;

  // -- the form -----------------------------------------------------------------------------------
  const form = document.querySelector("form[data-key]");
  if (!form) return;
  const quiz = JSON.parse(form.getAttribute("data-key"));
  const words = quiz.words;
  let attempts = 0;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function given(question) {
    const name = `q.${question.key}`, fields = new FormData(form);
    const values = fields.getAll(name).filter(Boolean);
    switch (question.kind) {
      case "multiple":
        return values;
      case "true-false":
        return { true: true, false: false }[values[0]] ?? null;
      case "ordering": {
        const places = question.shown.map((key) => [fields.get(`${name}.${key}`), key]);
        if (!places.every(([place]) => place)) return null;
        return places.sort((one, two) => Number(one[0]) - Number(two[0])).map(([, key]) => key);
      }
      case "matching": {
        const pairs = Object.keys(question.right).map((left) => [left, fields.get(`${name}.${left}`)]);
        return Object.fromEntries(pairs.filter(([, right]) => right));
      }
      default:
        return values[0] ?? null;
    }
  }

  function made(tag, kind, text) {
    const one = document.createElement(tag);
    if (kind) one.className = kind;
    if (text !== undefined) one.textContent = text;
    return one;
  }

  function safe(tag, html) {
    const one = document.createElement(tag);
    one.innerHTML = html; // sanitised when the page was made
    return one;
  }

  function verdict(question, one) {
    const box = made("div", `verdict ${one.isRight ? "right" : "wrong"}`);
    const line = made("p");
    const points = filled(words.points, { points: shown(one), out_of: question.points });
    line.append(made("strong", "", one.isRight ? words.right : words.wrong), " ", made("span", "", points));
    box.append(line);
    if (quiz.show !== "score") box.append(...one.feedback.map((html) => safe("div", html)));
    return box;
  }

  function solution(question) {
    const box = made("details", "solution");
    box.open = true;
    box.append(made("summary", "", words.solution), safe("div", question.solution));
    if (question.explanation) box.append(safe("div", question.explanation));
    return box;
  }

  function result({ n, d, outOf, percent, isPassed }) {
    document.getElementById("academy-result")?.remove();
    const line = made("p", `result ${isPassed ? "right" : "wrong"}`);
    line.id = "academy-result";
    line.setAttribute("role", "status");
    if (n !== undefined) line.append(made("strong", "", filled(words.points, { points: shown({ n, d }), out_of: outOf })), " ");
    if (percent !== null) line.append(made("span", "", `${percent} %`), " ");
    if (quiz.passMark) line.append(made("span", "", isPassed ? words.passed : filled(words.not_passed, { percent: quiz.passMark })));
    form.before(line);
    return line;
  }

  const hasMore = () => !quiz.attempts || attempts < quiz.attempts;
  const again = form.querySelector(".hand-in a"), button = form.querySelector(".hand-in button");

  function close(isClosed) {
    for (const one of form.querySelectorAll("fieldset")) one.disabled = isClosed;
    button.disabled = isClosed;
    if (again) again.hidden = isClosed && !hasMore();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const answers = Object.fromEntries(quiz.questions.map((one) => [one.key, given(one)]));
    const score = gradeAll(quiz, answers);
    attempts += 1;
    close(true);
    if (quiz.show !== "never") {
      const boxes = form.querySelectorAll("fieldset.question");
      quiz.questions.forEach((question, at) => {
        boxes[at].append(verdict(question, score.graded[at]));
        if (quiz.show === "answers") boxes[at].append(solution(question));
      });
      result(score).scrollIntoView({ block: "center" });
    }
    const isTold = quiz.show !== "never";
    const answered = quiz.questions.map((question, at) => ({
      question, answer: answers[question.key], isRight: isTold ? score.graded[at].isRight : null,
    }));
    const told = { percent: score.percent ?? (score.isPassed ? 100 : 0), isPassed: score.isPassed, answers: answered };
    document.dispatchEvent(new CustomEvent("academy-quiz", { detail: told }));
  });

  again?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const one of form.querySelectorAll(".verdict, .solution")) one.remove();
    document.getElementById("academy-result")?.remove();
    form.reset();
    close(false);
  });

  document.addEventListener("academy-record", (event) => {
    const { percent, tries, isPassed } = event.detail;
    attempts = tries;
    if (quiz.show !== "never") result({ percent, isPassed });
    if (!hasMore()) close(true);
  });
})();
