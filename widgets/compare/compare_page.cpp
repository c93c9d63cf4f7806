#include "widgets/compare/compare_page.h"

#include "models/comparison_default_layout.h"
#include "services/workspace/view_store.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/card_kinds.h"
#include "widgets/compare/compare_side_pane.h"
#include "widgets/compare/comparison_run_list.h"

#include <QBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QShortcut>
#include <QStackedWidget>

namespace binnacle {

namespace {
constexpr const char* settingName = "page.compare";
constexpr int savePause = 400; // ms
} // namespace

ComparePage::ComparePage(std::shared_ptr<Workspace> workspace,
                         std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                         SyncService* sync, RunColors& colors, QWidget* parent)
    : Page(parent)
    , workspace_(std::move(workspace))
    , pools_(pools)
    , model_(workspace_, engine, pools, colors)
    , layouts_(workspace_, pools)
    , prompts_(std::make_shared<DialogPrompts>())
    , context_{model_, model_.scope(), workspace_, std::move(engine), pools_, sync, prompts_}
{
    makeMenus();
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
    const auto notStored = [this](const QString& message) {
        prompts_->tell(this, tr("The change was not stored"), message);
    };
    connect(&model_, &ComparisonModel::failed, this, notStored);
    connect(&layouts_, &NamedLayouts::failed, this, notStored);
    connect(&layout_, &ComparisonLayout::changed, this, [this] {
        pane_->setLineOptions(layout_.lineOptions());
        saveSoon();
    });
    layouts_.load();
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
    pane_ = new CompareSidePane(context_, content);
    grid_ = new CardGrid(layout_, context_, content);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(pane_);
    row->addWidget(grid_, 1);
    connect(pane_, &CompareSidePane::lineOptionChosen, &layout_, &ComparisonLayout::setLineOption);
    connect(&pane_->runs(), &ComparisonRunList::runActivated, this, &ComparePage::runActivated);
    connect(&pane_->runs(), &ComparisonRunList::stateChanged, this, &ComparePage::saveSoon);
    connect(&model_.scope(), &ComparisonScope::groupByChanged, this, &ComparePage::saveSoon);
    connect(pane_, &CompareSidePane::metricChosen, this, &ComparePage::addMetricCard);
    connect(pane_, &CompareSidePane::metricsWanted, this, &ComparePage::addMetricCards);
    connect(grid_, &CardGrid::cardMenuRequested, this, &ComparePage::showCardMenu);
    connect(grid_, &CardGrid::sectionMenuRequested, this, &ComparePage::showSectionMenu);
    connect(grid_, &CardGrid::cardBuilt, this, [this](ComparisonCard* card) {
        connect(card, &ComparisonCard::runActivated, this, &ComparePage::runActivated);
        connect(card, &ComparisonCard::cardWanted, this,
                [this](const CardSpec& spec) { grid_->reveal(layout_.addCard(spec)); });
        connect(card, &ComparisonCard::metricChosen, this, &ComparePage::addMetricCard);
    });
    const auto shortcut = [content](const QKeySequence& keys, auto run) {
        auto* made = new QShortcut(keys, content);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(made, &QShortcut::activated, content, run);
    };
    shortcut(QKeySequence::Undo, [this] { layout_.undo(); });
    shortcut(QKeySequence::Redo, [this] { layout_.redo(); });
    return content;
}

QString ComparePage::contextLine() const
{
    const auto runs = model_.runs().size();
    if (runs == 0)
        return {};
    const auto sources = model_.sourceCount();
    QString line = runs == 1 ? tr("1 run") : tr("%1 runs").arg(runs);
    if (sources > 0)
        line = sources == 1 ? tr("%1 from 1 source").arg(line)
                            : tr("%1 from %2 sources").arg(line).arg(sources);
    const auto named = layoutName_.isEmpty() ? std::nullopt : layouts_.find(layoutName_);
    if (named && *named == layout_.state())
        line = tr("%1 · layout “%2”").arg(line, layoutName_);
    return line;
}

QList<QWidget*> ComparePage::headerActions()
{
    return {arrange_, add_, export_};
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
    for (auto* button : {add_, arrange_, export_})
        button->setEnabled(ready);
    if (ready) {
        grid_->setMetrics(model_.metrics().stringList());
        if (restored_ && layout_.sections().empty())
            layout_.restore(defaultLayout(model_.table().comparison(), [](const QString& kind) {
                return findCardKind(kind) != nullptr;
            }));
    }
    emit headerChanged();
    saveSoon();
}

void ComparePage::restore()
{
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_] { return ViewStore(workspace).setting(settingName); }),
            this, [this](const Result<std::optional<std::string>>& saved) {
                restored_ = true;
                // What can not be read is no reason to stop: the page begins empty.
                const auto state =
                    saved && *saved
                        ? QJsonDocument::fromJson(QByteArray::fromStdString(**saved)).object()
                        : QJsonObject();
                layout_.restore(ComparisonLayout::fromJson(state.value(u"layout").toObject()));
                layoutName_ = state.value(u"layout_name").toString();
                pane_->runs().restore(state.value(u"run_list").toObject());
                if (const auto group =
                        columnFromText(state.value(u"group_by").toString().toStdString());
                    group && !group->name.empty())
                    model_.scope().setGroupBy(*group);
                if (!runsGiven_)
                    model_.restore(QJsonDocument(state.value(u"comparison").toObject()).toJson());
                refresh();
            });
}

QByteArray ComparePage::savedState()
{
    const auto& group = model_.scope().groupBy();
    return QJsonDocument(
               QJsonObject{
                   {QStringLiteral("group_by"),
                    group ? QString::fromStdString(columnText(*group)) : QString()},
                   {QStringLiteral("run_list"), pane_->runs().save()},
                   {QStringLiteral("comparison"), QJsonDocument::fromJson(model_.save()).object()},
                   {QStringLiteral("layout"), ComparisonLayout::toJson(layout_.state())},
                   {QStringLiteral("layout_name"), layoutName_}})
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

} // namespace binnacle
