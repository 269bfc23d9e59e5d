-- Driven by test_neovim.py, with the settings of docs/editors.md: opens a file, and writes what a user would see.
local file, out = vim.env.FILE, vim.env.OUT
local seen = { steps = {} }

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(seen) }, out)
  vim.cmd('qall!')
end

local function wait(what, holds)
  if not vim.wait(60000, holds, 20) then
    seen.missing = what
    finish()
  end
  table.insert(seen.steps, what)
end

local function asked(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000) or {}
  for _, answer in pairs(answers) do
    return answer.result
  end
end

vim.cmd('edit ' .. vim.fn.fnameescape(file))
wait('diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
local found = vim.diagnostic.get(0)[1]
seen.diagnostic = { found.lnum, found.col, found.end_lnum, found.end_col, found.message, found.source }

-- The cursor on the layer; what a user reads is the text of the window that opens.
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
vim.lsp.buf.hover()
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end
wait('hover', floating)
seen.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(floating()), 0, -1, false), '\n')
vim.api.nvim_win_close(floating(), true)

-- A code action, chosen as from the menu.
local menu = {}
vim.ui.select = function(items, options, choose)
  for _, item in ipairs(items) do
    table.insert(menu, item[2].title)
  end
  choose(items[1], 1)
end
vim.lsp.buf.code_action()
wait('code action', function() return #menu > 0 end)
seen.menu = menu
wait('edit', function() return vim.bo.modified end)
seen.buffer = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'

wait('no diagnostic', function() return #vim.diagnostic.get(0) == 0 end)
vim.lsp.stop_client(vim.lsp.get_active_clients())
finish()
