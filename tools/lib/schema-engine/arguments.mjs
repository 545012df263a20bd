/** The native engine's arguments: `--datamodels FILE…`, `--datasource JSON`, and `cli COMMAND` for what needs no engine. */
export function parseArguments(argv) {
  const options = { datamodels: [], datasource: {}, command: undefined };
  for (let index = 0; index < argv.length; index += 1) {
    const value = argv[index + 1];
    switch (argv[index]) {
      case '--version':
        options.command = 'version';
        break;
      case '--datamodels':
      case '-d':
        options.datamodels.push(value);
        index += 1;
        break;
      case '--datasource':
        options.datasource = JSON.parse(value);
        index += 1;
        break;
      case 'cli':
        options.command = value;
        index += 1;
        break;
      default:
        break;
    }
  }
  return options;
}
