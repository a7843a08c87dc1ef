// Child processes in groups of their own, so that nothing of a test outlives it.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';

const running = new Set();

/** Starts a program; its output goes to a file, because an orphan that keeps a pipe would keep the test. */
export function start(program, args, { env, log, stdout } = {}) {
  const out = log ? openSync(log, 'a') : 'ignore';
  const child = spawn(program, args, { detached: true, env: { ...process.env, ...env }, stdio: ['ignore', stdout ?? out, out] });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** Ends a whole group and waits until its head is gone. */
export async function end(child, signal = 'SIGTERM') {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
  const timer = setTimeout(() => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }, 5000);
  await gone;
  clearTimeout(timer);
}

/** Ends everything that was started, but for what is still needed. */
export async function endAll(...needed) {
  await Promise.all([...running].filter((child) => !needed.includes(child)).map((child) => end(child)));
}
