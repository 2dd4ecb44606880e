// Keeps how far a learner is at the learning platform: SCORM 1.2 and 2004. Without a platform, pages are only read.
(() => {
  "use strict";
  const course = JSON.parse(document.body.getAttribute("data-course"));
  const frame = document.querySelector("iframe");
  const is2004 = course.version === "2004";
  const begun = Date.now();

  // -- the platform -------------------------------------------------------------------------------
  const VERBS = is2004
    ? { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", save: "Commit" }
    : { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", save: "LMSCommit" };

  function above(start) {
    const name = is2004 ? "API_1484_11" : "API";
    let here = start;
    for (let steps = 0; here && steps < 500; steps += 1) {
      try {
        if (here[name]) return here[name];
        if (here.parent === here) return null;
        here = here.parent;
      } catch {
        return null; // a page of another site, which does not let us look
      }
    }
    return null;
  }

  const platform = above(window.parent === window ? null : window.parent) ?? above(window.opener);
  const call = (verb, ...words) => {
    try {
      return String(platform[VERBS[verb]](...words) ?? "");
    } catch {
      return "";
    }
  };
  const isOpen = Boolean(platform) && call("begin", "") === "true";
  const get = (name) => (isOpen ? call("get", name) : "");
  const set = (name, value) => call("set", name, String(value));
  const mode = get(is2004 ? "cmi.mode" : "cmi.core.lesson_mode");
  const isKept = isOpen && mode !== "review" && mode !== "browse";

  // -- how far the learner is -----------------------------------------------------------------------
  const lessons = course.lessons.map(([key, href, counts, isGraded, passMark]) => ({
    key, href, counts: Boolean(counts), isGraded: Boolean(isGraded), passMark,
    address: decodeURIComponent(href), isDone: false, tries: 0, percent: 0,
  }));
  const byKey = new Map(lessons.map((one) => [one.key, one]));
  const byAddress = new Map(lessons.map((one) => [one.address, one]));
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const isPassed = (one) => one.tries > 0 && one.percent >= (one.passMark ?? 0);

  function remembered() {
    const tried = lessons.filter((one) => one.tries);
    const quizzes = tried.map((one) => `${course.isShort ? lessons.indexOf(one).toString(36) : one.key}.${one.tries}.${one.percent}`);
    if (!course.isShort) return `1${lessons.filter((one) => one.isDone).map((one) => one.key).join("")};${quizzes.join(",")}`;
    let bits = "";
    for (let at = 0; at < lessons.length; at += 6) {
      let six = 0;
      for (let bit = 0; bit < 6; bit += 1) if (lessons[at + bit]?.isDone) six |= 1 << bit;
      bits += LETTERS[six];
    }
    return `2${course.mark}${bits.replace(/A+$/, "")};${quizzes.join(",")}`;
  }

  function recall(text) {
    const [head, tail = ""] = text.split(";");
    if (head[0] === "1") for (let at = 1; at < head.length; at += 5) mark(byKey.get(head.slice(at, at + 5)));
    const isSame = head[0] === "2" && head.slice(1, 6) === course.mark;
    if (isSame) {
      [...head.slice(6)].forEach((letter, at) => {
        for (let bit = 0; bit < 6; bit += 1) if (LETTERS.indexOf(letter) & (1 << bit)) mark(lessons[at * 6 + bit]);
      });
    }
    if (head[0] !== "1" && !isSame) return; // nothing yet, or of a course whose lessons stood elsewhere
    for (const written of tail.split(",").filter(Boolean)) {
      const [name, tries, percent] = written.split(".");
      const one = isSame ? lessons[parseInt(name, 36)] : byKey.get(name);
      if (one) Object.assign(one, { tries: Number(tries) || 0, percent: Number(percent) || 0 });
    }
  }

  function mark(one) {
    if (one) one.isDone = true;
  }

  function standing() {
    const counted = lessons.filter((one) => one.counts);
    const done = counted.filter((one) => one.isDone).length;
    const needed = Math.ceil((counted.length * course.percent) / 100);
    const graded = lessons.filter((one) => one.isGraded);
    const weighed = graded.some((one) => one.counts) ? graded.filter((one) => one.counts) : graded;
    const sum = weighed.reduce((total, one) => total + one.percent, 0);
    return {
      isComplete: counted.length > 0 && 100 * done >= course.percent * counted.length,
      share: needed ? Math.min(1, done / needed) : 0,
      score: weighed.some((one) => one.tries) ? Math.floor(sum / weighed.length) : null,
      isExamined: weighed.some((one) => one.passMark),
    };
  }

  // -- telling the platform ---------------------------------------------------------------------------
  const before = get(is2004 ? "cmi.completion_status" : "cmi.core.lesson_status");
  const wasComplete = ["completed", "passed"].includes(before);
  let here = "";

  function tell12({ isComplete, score, isExamined }) {
    if (score !== null) {
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", score);
    }
    if (isComplete) set("cmi.core.lesson_status", before === "passed" || isExamined ? "passed" : "completed");
    else if (!wasComplete) set("cmi.core.lesson_status", "incomplete");
  }

  function tell2004({ isComplete, share, score, isExamined }) {
    if (score !== null) {
      set("cmi.score.min", 0);
      set("cmi.score.max", 100);
      set("cmi.score.raw", score);
      set("cmi.score.scaled", score / 100);
    }
    if (!wasComplete) {
      set("cmi.progress_measure", Number(share.toFixed(4)));
      set("cmi.completion_status", isComplete ? "completed" : "incomplete");
    }
    if (isComplete && isExamined) set("cmi.success_status", "passed");
  }

  // -- single answers: each attempt adds its own --------------------------------------------------
  const MOST = 250; // as many as SCORM 2004 promises to keep
  const RESULTS = new Map([[true, "correct"], [false, is2004 ? "incorrect" : "wrong"]]);
  const clock = () => (is2004 ? `${new Date().toISOString().slice(0, 22)}Z` : new Date().toTimeString().slice(0, 8));
  const nameOf = (lesson, key) =>
    `${lesson.address.replace(/^lesson\/|\.html$/g, "")}.${lesson.key}.${key}`.replace(/[^\w.-]+/g, "_").slice(-255);
  let told = 0;

  function responseOf({ type, parts }) {
    if (is2004) return [type, parts.map((one) => one.join("[.]")).join("[,]").slice(0, 250)];
    const said = parts.map((one) => one.join(".")).join(",").slice(0, 255);
    if (type === "true-false") return [type, said.slice(0, 1)];
    return [type === "numeric" && !/^-?\d{1,3}(\.\d+)?$/.test(said) ? "fill-in" : type, said];
  }

  function tellAnswers(lesson, answers) {
    if (!isKept || !Array.isArray(answers)) return;
    told = Math.max(told, Number(get("cmi.interactions._count")) || 0);
    for (const one of answers.slice(0, MOST - told)) {
      const name = `cmi.interactions.${told}`, [type, said] = responseOf(one);
      set(`${name}.id`, nameOf(lesson, one.key));
      set(`${name}.type`, type);
      set(`${name}.${is2004 ? "timestamp" : "time"}`, clock());
      set(`${name}.weighting`, one.points);
      if (said) set(`${name}.${is2004 ? "learner_response" : "student_response"}`, said);
      set(`${name}.result`, RESULTS.get(one.isRight) ?? "neutral");
      told += 1;
    }
  }

  function keep() {
    if (!isKept) return;
    set("cmi.suspend_data", remembered());
    set(is2004 ? "cmi.location" : "cmi.core.lesson_location", here);
    (is2004 ? tell2004 : tell12)(standing());
    call("save", "");
  }

  function spent() {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (is2004) return `PT${h}H${m}M${s}S`;
    return [String(Math.min(h, 9999)).padStart(4, "0"), String(m).padStart(2, "0"), String(s).padStart(2, "0")].join(":");
  }

  let isEnded = false;
  function end() {
    if (isEnded || !isOpen) return;
    isEnded = true;
    if (isKept) {
      set(is2004 ? "cmi.exit" : "cmi.core.exit", "suspend"); // always, for what is done is shown to who comes back
      set(is2004 ? "cmi.session_time" : "cmi.core.session_time", spent());
      call("save", "");
    }
    call("end", "");
  }
  window.addEventListener("pagehide", end);
  window.addEventListener("beforeunload", end);

  // -- pages ------------------------------------------------------------------------------------------
  function answer(record) {
    const done = lessons.filter((one) => one.isDone).map((one) => one.address);
    frame.contentWindow.postMessage({ academy: 1, done, record }, "*");
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data?.academy !== 1) return;
    const one = byAddress.get(data.address);
    if (data.kind === "opened") {
      here = one?.key ?? here;
      answer(one?.isGraded && one.tries ? { tries: one.tries, percent: one.percent, isPassed: isPassed(one) } : null);
      if (!one) return;
    } else if (data.kind === "read" && one && !one.isGraded) {
      if (one.isDone) return;
      one.isDone = true;
    } else if (data.kind === "quiz" && one?.isGraded) {
      one.tries += 1;
      one.percent = Math.max(one.percent, Math.min(100, Math.max(0, Math.trunc(data.percent) || 0)));
      one.isDone ||= isPassed(one);
      tellAnswers(one, data.answers);
    } else return;
    if (data.kind !== "opened") answer(null);
    keep();
  });

  recall(get("cmi.suspend_data"));
  here = get(is2004 ? "cmi.location" : "cmi.core.lesson_location");
  keep();
  frame.src = byKey.get(here)?.href ?? "index.html";
})();
