import { byHandChoices } from '@pointpay/contracts'
import { messages } from '../../messages.ts'

const words = messages.audit

/**
 * A decision is noted as `credit-refused: abandon (why)`, a cancel after which a person had to choose as `done: taken`,
 * anything else by one word; and before what may fail midway, `asked` or `asked: …`.
 */
export function outcomeText(outcome: string): string {
  const [, wanted] = /^asked: (.*)$/s.exec(outcome) ?? []
  if (wanted !== undefined) return `${outcomeWords('asked')}: ${wantedText(wanted)}`
  const [, kind = '', decision = '', note = ''] = /^([\w-]+): ([\w-]+) \((.*)\)$/s.exec(outcome) ?? []
  const { kind: kinds, decision: decisions } = messages.review as Decisions
  if (kind in kinds && decision in decisions) return `${kinds[kind]}: ${decisions[decision]} (${note})`
  const choice = byHandChoices.find((each) => outcome.endsWith(`: ${each}`))
  if (choice) return `${outcomeWords(outcome.slice(0, -`: ${choice}`.length))}: ${words.byHand[choice]}`
  return outcomeWords(outcome)
}

function wantedText(wanted: string): string {
  const choice = byHandChoices.find((each) => each === wanted)
  return choice ? words.byHand[choice] : outcomeText(wanted)
}

function outcomeWords(outcome: string): string {
  return words.outcomes[outcome] ?? outcome
}

type Decisions = Record<'kind' | 'decision', Readonly<Record<string, string>>>
