/* Work in steps: generators that yield where a page may respond before they go on. In a copy opened from a folder, where
   browsers allow no worker, search runs in the page itself. */
(() => {
  "use strict";
  const LONGEST = 25; // milliseconds after which the page may respond, once the step at work is done

  /** Lets a page respond before it goes on. */
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  /** Runs all steps at once, and returns what they return. */
  function whole(steps) {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** Runs steps in short tasks, and resolves to what they return. */
  async function inTasks(steps) {
    for (let start = performance.now(); ; ) {
      const { done, value } = steps.next();
      if (done) return value;
      if (performance.now() - start < LONGEST) continue;
      await pause();
      start = performance.now();
    }
  }

  (self.papershelf ??= {}).steps = { pause, whole, inTasks };
})();
