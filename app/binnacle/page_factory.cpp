#include "app/binnacle/page_factory.h"

#include "app/binnacle/application.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/page.h"

#include <QVBoxLayout>

#if __has_include("widgets/runs/runs_page.h") && !defined(FRAME_STUB_RUNS)
#include "widgets/runs/runs_page.h"
#define BINNACLE_HAS_RUNS_PAGE
#endif
#if __has_include("widgets/compare/compare_page.h")
#include "widgets/compare/compare_page.h"
#define BINNACLE_HAS_COMPARE_PAGE
#endif

namespace binnacle {

namespace {

class StandInPage : public Page
{
public:
    StandInPage(QString title, QString iconName, QWidget* parent)
        : Page(parent), title_(std::move(title)), iconName_(std::move(iconName))
    {
        auto* layout = new QVBoxLayout(this);
        auto* empty = new EmptyState(this);
        empty->show(EmptyState::Kind::Empty, title_);
        layout->addWidget(empty);
    }
    QString title() const override { return title_; }
    QString iconName() const override { return iconName_; }

private:
    QString title_, iconName_;
};

// The prompts belong to the window's owner, who outlives the page.
[[maybe_unused]] std::shared_ptr<Prompts> lent(Prompts& prompts)
{
    return {std::shared_ptr<Prompts>(), &prompts};
}

} // namespace

Page* makeRunsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                   QWidget* parent)
{
#ifdef BINNACLE_HAS_RUNS_PAGE
    auto* page = new RunsPage(application.workspace(), application.engine(), application.pools(),
                              application.sync(), application.colours(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &RunsPage::compareRequested, page, hooks.compare);
    return page;
#else
    Q_UNUSED(application)
    Q_UNUSED(prompts)
    Q_UNUSED(hooks)
    return new StandInPage(QStringLiteral("Runs"), QStringLiteral("flask-conical"), parent);
#endif
}

Page* makeComparePage(Application& application, Prompts& prompts, QWidget* parent)
{
#ifdef BINNACLE_HAS_COMPARE_PAGE
    auto* page = new ComparePage(application.workspace(), application.engine(), application.pools(),
                                 application.sync(), application.colours(), parent);
    page->setPrompts(lent(prompts));
    return page;
#else
    Q_UNUSED(application)
    Q_UNUSED(prompts)
    return new StandInPage(QStringLiteral("Compare"), QStringLiteral("chart-line"), parent);
#endif
}

void showComparedRuns(Page* comparePage, std::vector<RunRowId> runs)
{
#ifdef BINNACLE_HAS_COMPARE_PAGE
    if (auto* page = qobject_cast<ComparePage*>(comparePage))
        page->setRuns(std::move(runs));
#else
    Q_UNUSED(comparePage)
    Q_UNUSED(runs)
#endif
}

void showRun(Page* runsPage, RunRowId run)
{
#ifdef BINNACLE_HAS_RUNS_PAGE
    if (auto* page = qobject_cast<RunsPage*>(runsPage))
        page->showRun(run);
#else
    Q_UNUSED(runsPage)
    Q_UNUSED(run)
#endif
}

} // namespace binnacle
