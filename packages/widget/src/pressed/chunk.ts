import { pressed } from './pressed.ts'

// The script tag's way to get at this part: `loadChunk` reads them off this very script element.
Object.assign(document.currentScript!, { pressed })
