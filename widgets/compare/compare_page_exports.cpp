#include "services/compare/comparison_link.h"
#include "services/compare/comparison_text.h"
#include "widgets/common/icons.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/compare_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QMenu>

// What leaves the Compare page: files, links and the clipboard; and a link that comes back.
namespace binnacle {

namespace {
constexpr std::size_t mostExported = 200; // cards of a page
} // namespace

void ComparePage::fillCardExports(QMenu* menu, const QString& id)
{
    const std::pair<QString, CardFormat> formats[] = {
        {tr("PNG…"), CardFormat::Png},
        {tr("SVG…"), CardFormat::Svg},
        {tr("PDF…"), CardFormat::Pdf},
        {tr("CSV of what it shows…"), CardFormat::Csv}};
    for (const auto& [text, format] : formats)
        menu->addAction(text, this, [this, id, format = format] { exportCardAs(id, format); });
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy as CSV"), this, [this, id] {
        if (const auto* card = grid_->card(id))
            QGuiApplication::clipboard()->setText(QString::fromUtf8(cardCsv(card->table())));
    });
}

void ComparePage::exportCardAs(const QString& id, CardFormat format)
{
    const auto* card = grid_->card(id);
    if (!card)
        return;
    prompts_->saveFile(this, tr("Export %1").arg(card->heading()), suggestedFile(*card, format),
                       cardFormatFilter(format), [this, id, format](const QString& file) {
                           if (const auto* now = grid_->card(id))
                               exportCard(
                                   *now, format, file, pools_, this,
                                   [this, file](const QString& error) { exported(file, error); });
                       });
}

void ComparePage::exportPdf()
{
    prompts_->saveFile(
        this, tr("Export all cards"), QStringLiteral("comparison.pdf"), tr("PDF (*.pdf)"),
        [this](const QString& file) {
            std::vector<const ComparisonCard*> cards;
            for (const auto* card : grid_->exportCards(mostExported))
                cards.push_back(card);
            QStringList names;
            for (const auto& run : model_.scope().visibleRuns())
                names << run.name;
            PageHead head{tr("Comparison of %n run(s)", nullptr, static_cast<int>(names.size())),
                          {names.join(QStringLiteral(", "))},
                          QDateTime::currentDateTime()};
            exportPage(cards, head, file, pools_, this,
                       [this, file](const QString& error) { exported(file, error); });
        });
}

void ComparePage::copyLink()
{
    const auto cards =
        QJsonDocument(ComparisonLayout::toJson(layout_.state())).toJson(QJsonDocument::Compact);
    deliver(onPool(&pools_.readers, [workspace = workspace_, runs = model_.runs(),
                                     cards] { return linkTo(workspace, runs, cards); }),
            this, [this](const Result<ComparisonLink>& link) {
                if (link)
                    QGuiApplication::clipboard()->setText(
                        QString::fromStdString(formatComparisonLink(*link)));
                else
                    prompts_->tell(this, tr("The link was not copied"), link.error().message);
            });
}

void ComparePage::openLink(const QString& text)
{
    const auto link = parseComparisonLink(text.toStdString());
    if (!link) {
        prompts_->tell(this, tr("The link can not be opened"), link.error().message);
        return;
    }
    deliver(onPool(&pools_.readers, [workspace = workspace_,
                                     link = *link] { return findLinkedRuns(workspace, link); }),
            this, [this, cards = link->cards](const Result<LinkedRuns>& found) {
                if (!found) {
                    prompts_->tell(this, tr("The link can not be opened"), found.error().message);
                    return;
                }
                if (!found->missing.empty())
                    prompts_->tell(
                        this, tr("Some runs are not here"),
                        tr("%n run(s) of the link are not in this workspace. Add their source "
                           "and sync, then open the link again.",
                           nullptr, static_cast<int>(found->missing.size())));
                if (found->runs.empty())
                    return;
                const auto layout =
                    ComparisonLayout::fromJson(QJsonDocument::fromJson(cards).object());
                if (!layout.sections.empty())
                    layout_.setState(layout, tr("Open link"));
                setRuns(found->runs);
            });
}

void ComparePage::exported(const QString& file, const QString& error)
{
    if (!error.isEmpty())
        prompts_->tell(this, tr("%1 was not written").arg(file), error);
}

void ComparePage::exportHtml()
{
    prompts_->saveFile(this, tr("Save the comparison"), QStringLiteral("comparison.html"),
                       tr("HTML (*.html)"), [this](const QString& file) {
                           model_.exportTo(
                               ComparisonModel::ReportKind::Html, file,
                               [this, file](const QString& error) { exported(file, error); });
                       });
}

void ComparePage::exportCsv()
{
    prompts_->saveFile(this, tr("Save the differences"), QStringLiteral("comparison.csv"),
                       tr("CSV (*.csv)"), [this](const QString& file) {
                           model_.exportTo(
                               ComparisonModel::ReportKind::Csv, file,
                               [this, file](const QString& error) { exported(file, error); });
                       });
}

void ComparePage::copyMarkdown()
{
    const auto& table = model_.table();
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(comparisonMarkdown(table.comparison(), table.onlyDiffering())));
}

} // namespace binnacle
