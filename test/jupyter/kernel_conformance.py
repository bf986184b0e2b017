"""The kernel under Jupyter's own conformance tests, with every optional sample defined.

Run by `npm run test:jupyter`, which makes the kernel known through JUPYTER_PATH.
"""
import unittest

import jupyter_kernel_test as jkt


class InitlabKernelTests(jkt.KernelTests):
    kernel_name = "initlab"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('trouble')"

    completion_samples = [
        {"text": "Math.tru", "matches": {"trunc"}},
        {"text": "const text = 'a'; text.toUpperC", "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1 + 1", "const a: number = 1;", "for (const i of [1]) {\n  console.log(i);\n}", ""]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open template", "if (true) {\n  1;", "/* open comment"]
    invalid_code_samples = ["const = 1", "1 + )", "let a b"]

    code_generate_error = "throw new Error('wrong')"

    # Each is also an entry of the history that the search pattern below finds.
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((x) => x + 1)", "result": "[ 2, 3 ]"},
        {"code": "await Promise.resolve('a' + 'b')", "result": "'ab'"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>' + 1 + '</b>', 'text/plain': '1' }) })",
            "result": "<b>1</b>",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>1</b>')", "mime": "text/html"},
        {"code": "import { display as show } from 'initlab'; show({ 'text/plain': '1' })", "mime": "text/plain"},
        {"code": "import { varianceByLayer, show as plot } from 'initlab/plot';\n"
                 "plot(varianceByLayer([{ name: 'he', values: [1, 1] }]));",
         "mime": "application/vnd.plotly.v1+json"},
    ]

    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 + 2*"

    code_inspect_sample = "Math.max"
    code_clear_output = "console.clear()"
    # No `code_page_something`: the `page` payload is deprecated and TypeScript has no pager to bring up.


if __name__ == "__main__":
    unittest.main()
