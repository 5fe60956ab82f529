#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { addAccountCommands } from './account-commands.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { addLedgerCommands } from './ledger-commands.ts'
import { addMediaCommands } from './media-commands.ts'
import { addStoreCommands } from './store-commands.ts'

// Files that the store and the token journal make are for this user alone.
process.umask(0o077)

/** The `pointpay` command: works on the store directly, with the service's own settings in the environment. */
const program = new Command('pointpay')
  .description('PointPay: 매체, 콘솔 계정, 적립을 다룹니다 / media, accounts of the console, credits')
  .addHelpText(
    'after',
    `
서비스와 같은 환경 변수(POINTPAY_SECRET, POINTPAY_TOKEN_KEYS, DATABASE_URL 또는 POINTPAY_DATA …)가 필요합니다.
비밀은 파일로도 줍니다(POINTPAY_SECRET_FILE …).
Needs the service's own environment. Exit codes: 0 done, 1 not done, 2 wrong usage, 3 an audit found differences.`,
  )
  .exitOverride()
addMediaCommands(program)
addAccountCommands(program)
addLedgerCommands(program)
addStoreCommands(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  // Commander has told what is wrong; help that was asked for is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  if (error instanceof CommandFailure) {
    console.error(error.message)
    return error.exitCode
  }
  console.error('예상하지 못한 오류입니다. / Something unexpected went wrong.')
  console.error(error)
  return exitCodes.failed
}
