#include "widgets/common/markdown_view.h"

#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QScrollBar>
#include <QTextDocument>
#include <QTextTable>

namespace binnacle {

namespace {

bool mayBeOpened(const QUrl& url)
{
    return url.isValid() &&
           (url.scheme() == u"https" || url.scheme() == u"http" || url.scheme() == u"mailto");
}

} // namespace

MarkdownView::MarkdownView(QWidget* parent) : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    connect(this, &QTextBrowser::anchorClicked, this, &MarkdownView::follow);
}

void MarkdownView::setMarkdownText(const QString& text)
{
    text_ = text;
    const int place = verticalScrollBar()->value();
    document()->setBaseUrl({});
    document()->setMarkdown(text,
                            QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                QTextDocument::MarkdownNoHTML);
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setCellPadding(spacing::xs);
        format.setCellSpacing(0);
        format.setBorderCollapse(true);
        format.setBorderBrush(Theme::current().border);
        table->setFormat(format);
    }
    verticalScrollBar()->setValue(place);
}

QVariant MarkdownView::loadResource(int, const QUrl&)
{
    return {};
}

void MarkdownView::follow(const QUrl& url)
{
    if (url.isRelative() && url.path().isEmpty() && url.hasFragment()) {
        scrollToAnchor(url.fragment());
        return;
    }
    if (!prompts_)
        return;
    if (!mayBeOpened(url)) {
        prompts_->tell(this, tr("This link is not opened"),
                       tr("Only addresses of the web are: %1").arg(url.toDisplayString()));
        return;
    }
    prompts_->confirm(this,
                      {tr("Open this link?"),
                       tr("It leads to %1").arg(url.toDisplayString(QUrl::RemovePassword)),
                       tr("Open"), false},
                      [this, url] {
                          QDesktopServices::openUrl(url);
                          emit linkConfirmed(url);
                      });
}

void MarkdownView::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !text_.isEmpty())
        setMarkdownText(text_); // links are coloured when the text is read
}

} // namespace binnacle
