import type { Backend } from './backend.ts'
import { conversionHandlers } from './conversion-handlers.ts'
import { mediaHandlers } from './media-handlers.ts'
import { operatorHandlers } from './operator-handlers.ts'
import { sessionHandlers } from './session-handlers.ts'

/** The console's API over MSW: for `vite` in a browser and for the tests alike. */
export const handlersOf = (backend: Backend) => [
  ...sessionHandlers(backend),
  ...conversionHandlers(backend),
  ...mediaHandlers(backend),
  ...operatorHandlers(backend),
]
