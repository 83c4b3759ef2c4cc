/** What `npm start -- …` asks for; a sentence when it cannot be understood. */
export function startArguments(args) {
  const wanted = { local: false, noWindow: false, port: null, file: null }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (arg === '--local') wanted.local = true
    else if (arg === '--no-window') wanted.noWindow = true
    else if (arg === '--port') {
      const port = Number(args[++i])
      if (!Number.isInteger(port) || port < 1 || port > 65535)
        return `--port is "${args[i] ?? ''}"; a whole number from 1 to 65535 was expected.`
      wanted.port = port
      wanted.local = true
    } else if (arg.startsWith('-'))
      return `${arg} is not an option; --local, --port N, --no-window or a FILE was expected.`
    else if (wanted.file !== null) return `${arg} is one file too many; a single document was expected.`
    else wanted.file = arg
  }
  return wanted
}
