//! The frame of an HTML mail, and how text gets into it: as text, whatever it is.

/// Text that is safe between tags and in quoted attributes. Control characters
/// that no mail needs are dropped.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1b1f24;margin:0;padding:24px}\
    h1{font-size:20px}h2{font-size:17px;margin-top:32px}\
    .meta{color:#57606a;font-size:14px}.message{margin:0 0 16px}\
    .words{white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0 0}";

/// A whole document. `content` is HTML; the title is text.
pub fn page(title: &str, content: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n{content}</body>\n</html>\n",
        title = escape(title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        assert_eq!(
            escape("<img src=x onerror='alert(\"1\")'>&\u{1b}\n"),
            "&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;\n"
        );
        assert!(page("</title><script>", "").contains("&lt;/title&gt;&lt;script&gt;"));
    }
}
