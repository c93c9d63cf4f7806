#include "widgets/compare/compare_page.h"

#include "services/compare/comparison_text.h"
#include "services/workspace/view_store.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/chart_card.h"
#include "widgets/compare/compare_side_pane.h"
#include "widgets/compare/differences_view.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>

namespace binnacle {

namespace {
constexpr const char* settingName = "page.compare";
constexpr int savePause = 400; // ms
constexpr QSize pictureSize(1600, 900);
} // namespace

ComparePage::ComparePage(std::shared_ptr<Workspace> workspace,
                         std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                         SyncService* sync, RunColors& colors, QWidget* parent)
    : Page(parent)
    , workspace_(std::move(workspace))
    , pools_(pools)
    , colors_(colors)
    , model_(workspace_, std::move(engine), pools, colors)
    , prompts_(std::make_shared<DialogPrompts>())
{
    export_ = makeButton(tr("Export"), QStringLiteral("share-2"), ButtonRole::Secondary, this);
    export_->setObjectName(QStringLiteral("compareExport"));
    export_->hide(); // shown by the header
    makeExportMenu();

    stack_ = new QStackedWidget(this);
    empty_ = new EmptyState(stack_);
    content_ = makeContent();
    stack_->addWidget(empty_);
    stack_->addWidget(content_);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(stack_);

    saveTimer_.setSingleShot(true);
    saveTimer_.setInterval(savePause);
    connect(&saveTimer_, &QTimer::timeout, this, &ComparePage::save);
    connect(&model_, &ComparisonModel::changed, this, &ComparePage::refresh);
    connect(&model_, &ComparisonModel::failed, this, [this](const QString& message) {
        prompts_->tell(this, tr("The direction was not stored"), message);
    });
    connect(&model_.table(), &QAbstractItemModel::modelReset, this, &ComparePage::refresh);
    if (sync)
        connect(&model_.chart(), &ChartSeriesModel::historiesWanted, sync,
                &SyncService::prioritise);
    restore();
    refresh();
}

ComparePage::~ComparePage()
{
    if (saveTimer_.isActive())
        save();
}

QWidget* ComparePage::makeContent()
{
    auto* content = new QWidget(stack_);
    pane_ = new CompareSidePane(model_, content);
    card_ = new ChartCard(model_.chart(), content);
    auto* cards = new QSplitter(Qt::Vertical, content);
    cards->setChildrenCollapsible(false);
    cards->setHandleWidth(spacing::m);
    cards->setStyleSheet(QStringLiteral("QSplitter::handle { background: transparent; }"));
    cards->addWidget(card_);
    cards->addWidget(makeDifferences());
    cards->setStretchFactor(0, 5);
    cards->setStretchFactor(1, 4);
    auto* centre = new QVBoxLayout;
    centre->setContentsMargins(spacing::m, spacing::m, spacing::m, spacing::m);
    centre->addWidget(cards);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(pane_);
    row->addLayout(centre, 1);
    connect(pane_, &CompareSidePane::lineOptionsChanged, this, &ComparePage::applyLineOptions);
    connect(pane_, &CompareSidePane::runActivated, this, &ComparePage::runActivated);
    return content;
}

QWidget* ComparePage::makeDifferences()
{
    auto* card = new Card(this);
    auto* title = new TextLabel(tr("Differences"), TextRole::Normal, card);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    onlyDiffering_ = new ChipToggle(tr("Only differing"), card);
    onlyDiffering_->setObjectName(QStringLiteral("onlyDiffering"));
    onlyDiffering_->setChecked(true);
    auto* search = new SearchField(tr("Search rows"), card);
    search->setObjectName(QStringLiteral("rowSearch"));
    search->setMinimumWidth(110);
    search->setMaximumWidth(170);
    auto* copy = makeButton(tr("Copy"), QStringLiteral("copy"), ButtonRole::Quiet, card);
    copy->setObjectName(QStringLiteral("copyMarkdown"));
    copy->setToolTip(tr("Copy the table as Markdown"));
    differencesNote_ = new ElidedLabel({}, TextRole::Muted, card);
    differencesNote_->setObjectName(QStringLiteral("differencesNote"));
    differencesNote_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    differences_ = new DifferencesView(model_.table(), colors_, card);

    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::s);
    head->addWidget(title);
    head->addSpacing(spacing::xs);
    head->addWidget(onlyDiffering_);
    head->addWidget(differencesNote_, 1);
    head->addWidget(search, 1);
    head->addWidget(copy);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::m);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(differences_, 1);

    connect(onlyDiffering_, &ChipToggle::toggled, this, [this](bool on) {
        model_.table().setOnlyDiffering(on);
        saveSoon();
    });
    connect(search, &QLineEdit::textChanged, &model_.table(), &ComparisonTableModel::setKeyFilter);
    connect(copy, &QPushButton::clicked, this, &ComparePage::copyMarkdown);
    connect(differences_, &DifferencesView::directionChosen, &model_,
            &ComparisonModel::setDirection);
    connect(differences_, &DifferencesView::metricChosen, &model_, &ComparisonModel::setMetric);
    connect(differences_, &DifferencesView::runActivated, this, &ComparePage::runActivated);
    return card;
}

void ComparePage::makeExportMenu()
{
    auto* menu = new QMenu(export_);
    menu->setObjectName(QStringLiteral("exportMenu"));
    menu->addAction(icon(QStringLiteral("file-text")), tr("HTML report…"), this,
                    &ComparePage::exportHtml);
    menu->addAction(icon(QStringLiteral("image")), tr("PNG of the chart…"), this,
                    &ComparePage::exportPng);
    menu->addAction(icon(QStringLiteral("table")), tr("CSV of the differences…"), this,
                    &ComparePage::exportCsv);
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy as Markdown"), this,
                    &ComparePage::copyMarkdown);
    export_->setMenu(menu);
}

QString ComparePage::contextLine() const
{
    const auto runs = model_.runs().size();
    if (runs == 0)
        return {};
    const auto sources = model_.sourceCount();
    const QString first = runs == 1 ? tr("1 run") : tr("%1 runs").arg(runs);
    if (sources == 0)
        return first;
    return sources == 1 ? tr("%1 from 1 source").arg(first)
                        : tr("%1 from %2 sources").arg(first).arg(sources);
}

QList<QWidget*> ComparePage::headerActions()
{
    return {export_};
}

void ComparePage::setRuns(std::vector<RunRowId> runs)
{
    runsGiven_ = true;
    model_.setRuns(std::move(runs));
}

void ComparePage::refresh()
{
    using State = ComparisonModel::State;
    switch (model_.state()) {
    case State::Empty:
        empty_->show(EmptyState::Kind::Empty, tr("Select runs on the Runs page and press Compare"),
                     {}, QStringLiteral("chart-line"));
        break;
    case State::Loading:
        empty_->show(EmptyState::Kind::Loading, tr("Reading the runs"));
        break;
    case State::Failed:
        empty_->show(EmptyState::Kind::Failed, model_.errorText());
        break;
    case State::Ready:
        break;
    }
    const bool ready = model_.state() == State::Ready;
    stack_->setCurrentWidget(ready ? content_ : static_cast<QWidget*>(empty_));
    export_->setEnabled(ready);
    const auto& comparison = model_.table().comparison();
    differencesNote_->setFullText(
        tr("%1 of %2 rows differ").arg(comparison.differing()).arg(comparison.rows.size()));
    emit headerChanged();
    saveSoon();
}

void ComparePage::applyLineOptions()
{
    card_->setSmoothing(pane_->smoothing());
    card_->chart().setLogScale(pane_->logScale());
    saveSoon();
}

void ComparePage::restore()
{
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_] { return ViewStore(workspace).setting(settingName); }),
            this, [this](const Result<std::optional<std::string>>& saved) {
                restored_ = true;
                // What can not be read is no reason to stop: the page begins empty.
                if (!saved || !*saved)
                    return;
                const auto state =
                    QJsonDocument::fromJson(QByteArray::fromStdString(**saved)).object();
                pane_->setLineOptions(state.value(u"smoothing").toDouble(),
                                      state.value(u"log").toBool());
                onlyDiffering_->setChecked(state.value(u"only_differing").toBool(true));
                if (!runsGiven_)
                    model_.restore(QJsonDocument(state.value(u"comparison").toObject()).toJson());
            });
}

QByteArray ComparePage::savedState() const
{
    return QJsonDocument(
               QJsonObject{
                   {QStringLiteral("comparison"), QJsonDocument::fromJson(model_.save()).object()},
                   {QStringLiteral("smoothing"), pane_->smoothing()},
                   {QStringLiteral("log"), pane_->logScale()},
                   {QStringLiteral("only_differing"), onlyDiffering_->isChecked()}})
        .toJson(QJsonDocument::Compact);
}

void ComparePage::saveSoon()
{
    if (restored_ && !saveTimer_.isActive())
        saveTimer_.start();
}

void ComparePage::save()
{
    // Losing this is losing a convenience: a failure is not worth a dialog.
    pools_.jobs.start([workspace = workspace_, state = savedState().toStdString()] {
        (void)ViewStore(workspace).setSetting(settingName, state);
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

void ComparePage::exportPng()
{
    prompts_->saveFile(
        this, tr("Save the chart"), QStringLiteral("chart.png"), tr("PNG (*.png)"),
        [this](const QString& file) {
            const QImage picture = card_->chart().picture(pictureSize);
            deliver(onPool(&pools_.jobs, [picture, file] { return picture.save(file, "PNG"); }),
                    this, [this, file](bool written) {
                        exported(file, written ? QString()
                                               : tr("Is the folder there, and may you write to "
                                                    "it?"));
                    });
        });
}

void ComparePage::copyMarkdown()
{
    const auto& table = model_.table();
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(comparisonMarkdown(table.comparison(), table.onlyDiffering())));
}

} // namespace binnacle
