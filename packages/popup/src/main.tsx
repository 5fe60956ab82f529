import './no-eval.ts'
import './styles/index.css'
import { start } from './start.tsx'

if (import.meta.env.DEV) await (await import('./dev/mock-server.ts')).startMockServer()

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app.')
void start({
  root,
  window,
  fetch: window.fetch.bind(window),
  now: Date.now,
  randomKey: () => Array.from(crypto.getRandomValues(new Uint32Array(5))).join('-'),
  load: { later: () => import('./later.ts') },
  browser: {
    reload: () => location.reload(),
    goTo: (address) => location.assign(address),
    close: () => window.close(),
  },
})
