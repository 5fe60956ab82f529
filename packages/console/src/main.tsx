import './no-eval.ts'
import './styles/index.css'
import { start } from './start.tsx'

if (import.meta.env.DEV) await (await import('./dev/mock-server.ts')).startMockServer()

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app.')
start({ root, window, fetch: window.fetch.bind(window), now: Date.now })
