// Starts `lint-params server` and lets it speak; all that is shown comes from there.
'use strict';

const { commands, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

function make() {
  const settings = workspace.getConfiguration('lintParams');
  const [command, ...args] = settings.get('command');
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return new LanguageClient(
    'lintParams',
    'lint-params',
    { command, args, options: { cwd: folder } },
    {
      documentSelector: [
        { scheme: 'file', language: 'python' },
        { scheme: 'untitled', language: 'python' },
        { notebook: 'jupyter-notebook', language: 'python' },
      ],
      initializationOptions: { debounce: settings.get('debounce'), workspace: settings.get('workspace') },
    },
  );
}

async function restart() {
  await client?.stop();
  client = make();
  await client.start();
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand('lintParams.restart', restart),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('lintParams') && restart()),
  );
  await restart();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
