#include "models/comparison_default_layout.h"
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/card_kinds.h"
#include "widgets/compare/card_options_panel.h"
#include "widgets/compare/compare_page.h"

#include <QMenu>

#include <algorithm>

// What a person can do on the Compare page: menus, commands, exports.
namespace binnacle {

namespace {

QMenu* passingMenu(QWidget* parent, const char* name)
{
    auto* menu = new QMenu(parent);
    menu->setObjectName(QLatin1String(name));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

} // namespace

void ComparePage::makeMenus()
{
    const auto button = [this](const QString& text, const char* iconName, const char* name) {
        auto* made = makeButton(text, QLatin1String(iconName), ButtonRole::Secondary, this);
        made->setObjectName(QLatin1String(name));
        made->hide(); // shown by the header
        return made;
    };
    add_ = button(tr("Add card"), "plus", "compareAdd");
    arrange_ = button(tr("Layout"), "layout-dashboard", "compareLayout");
    export_ = button(tr("Export"), "share-2", "compareExport");
    const auto menuOf = [](QPushButton* owner, const char* name, auto fill) {
        auto* menu = new QMenu(owner);
        menu->setObjectName(QLatin1String(name));
        QObject::connect(menu, &QMenu::aboutToShow, owner, [menu, fill] {
            menu->clear();
            fill(menu);
        });
        owner->setMenu(menu);
        fill(menu);
    };
    menuOf(add_, "addCardMenu", [this](QMenu* menu) { fillAddMenu(menu); });
    menuOf(arrange_, "layoutMenu", [this](QMenu* menu) { fillLayoutMenu(menu); });
    auto* menu = new QMenu(export_);
    menu->setObjectName(QStringLiteral("exportMenu"));
    menu->addAction(icon(QStringLiteral("file-text")), tr("HTML report…"), this,
                    &ComparePage::exportHtml);
    menu->addAction(icon(QStringLiteral("file-text")), tr("PDF of all cards…"), this,
                    &ComparePage::exportPdf);
    menu->addAction(icon(QStringLiteral("table")), tr("CSV of the differences…"), this,
                    &ComparePage::exportCsv);
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("external-link")), tr("Copy link to this comparison"), this,
                    &ComparePage::copyLink);
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy as Markdown"), this,
                    &ComparePage::copyMarkdown);
    export_->setMenu(menu);
}

void ComparePage::fillAddMenu(QMenu* menu)
{
    for (const auto& kind : cardKinds())
        menu->addAction(icon(kind.iconName), kind.title, this,
                        [this, name = kind.kind] { addCard(name); });
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("chart-line")), tr("One card per metric…"), this, [this] {
        prompts_->askText(this, tr("One card per metric"),
                          tr("Metrics whose name begins with (empty: all)"), {},
                          [this](const QString& prefix) { addMetricCards(prefix); });
    });
    menu->addAction(tr("New section…"), this, [this] {
        prompts_->askText(this, tr("New section"), tr("Title"), {}, [this](const QString& title) {
            layout_.addSection({title, false, {}, {}});
        });
    });
}

void ComparePage::fillLayoutMenu(QMenu* menu)
{
    for (const auto& name : layouts_.names()) {
        auto* action = menu->addAction(name, this, [this, name] { useLayout(name); });
        action->setCheckable(true);
        action->setChecked(name == layoutName_);
    }
    if (!layouts_.names().isEmpty())
        menu->addSeparator();
    menu->addAction(icon(QStringLiteral("bookmark")), tr("Save layout as…"), this,
                    &ComparePage::saveLayoutAs);
    if (layouts_.names().contains(layoutName_))
        menu->addAction(icon(QStringLiteral("trash-2")), tr("Delete “%1”").arg(layoutName_), this,
                        [this] { layouts_.remove(layoutName_); });
    menu->addAction(icon(QStringLiteral("rotate-ccw")), tr("Begin anew"), this, [this] {
        layout_.setState(
            defaultLayout(model_.table().comparison(),
                          [](const QString& kind) { return findCardKind(kind) != nullptr; }),
            tr("Begin anew"));
    });
    menu->addSeparator();
    auto* undo =
        menu->addAction(icon(QStringLiteral("undo-2")),
                        layout_.canUndo() ? tr("Undo: %1").arg(layout_.undoText()) : tr("Undo"),
                        &layout_, &ComparisonLayout::undo);
    undo->setEnabled(layout_.canUndo());
    auto* redo =
        menu->addAction(icon(QStringLiteral("redo-2")),
                        layout_.canRedo() ? tr("Redo: %1").arg(layout_.redoText()) : tr("Redo"),
                        &layout_, &ComparisonLayout::redo);
    redo->setEnabled(layout_.canRedo());
    auto* linked = menu->addAction(tr("Zoom all lines together"));
    linked->setCheckable(true);
    linked->setChecked(model_.scope().zoomLinked());
    connect(linked, &QAction::toggled, &model_.scope(), &ComparisonScope::setZoomLinked);
}

void ComparePage::saveLayoutAs()
{
    prompts_->askText(this, tr("Save the layout"), tr("Name"), layoutName_,
                      [this](const QString& name) {
                          if (name.trimmed().isEmpty())
                              return;
                          layoutName_ = name.trimmed();
                          layouts_.save(layoutName_, layout_.state());
                          emit headerChanged();
                          saveSoon();
                      });
}

void ComparePage::useLayout(const QString& name)
{
    const auto layout = layouts_.find(name);
    if (!layout)
        return;
    layoutName_ = name;
    layout_.setState(*layout, tr("Layout “%1”").arg(name));
    emit headerChanged();
}

void ComparePage::addCard(const QString& kind)
{
    const auto* found = findCardKind(kind);
    if (!found)
        return;
    CardSpec spec;
    spec.kind = kind;
    spec.width = found->width;
    spec.height = found->height;
    // A lines card without a metric would be an empty one.
    if (kind == u"lines")
        spec.options.insert(QStringLiteral("metric"), model_.metric());
    grid_->reveal(layout_.addCard(spec, 0, 0));
}

void ComparePage::addMetricCard(const QString& metric)
{
    for (std::size_t i = 0; i < layout_.sections().size(); ++i)
        for (const auto& card : layout_.cardsOf(i, model_.metrics().stringList()))
            if (card.kind == u"lines" && card.options.value(u"metric").toString() == metric) {
                layout_.setCollapsed(i, false);
                grid_->reveal(card.id);
                return;
            }
    CardSpec spec;
    spec.kind = QStringLiteral("lines");
    spec.options.insert(QStringLiteral("metric"), metric);
    grid_->reveal(layout_.addCard(spec, 0, 0));
}

void ComparePage::addMetricCards(const QString& prefix)
{
    layout_.addSection({prefix.isEmpty() ? tr("All metrics") : prefix, false, prefix, {}});
    if (const auto cards =
            layout_.cardsOf(layout_.sections().size() - 1, model_.metrics().stringList());
        !cards.empty())
        grid_->reveal(cards.front().id);
}

void ComparePage::showOptions(const QString& id, const QPoint& at)
{
    auto* card = grid_->card(id);
    if (!card)
        return;
    auto* panel = new CardOptionsPanel(*card, model_, this);
    connect(panel, &CardOptionsPanel::chosen, this,
            [this, id](const QString& key, const QJsonValue& value) {
                const auto* shown = grid_->card(id);
                if (!shown)
                    return;
                auto options = shown->spec().options;
                options.insert(key, value);
                const auto now = layout_.card(id);
                layout_.setOptions(now ? *now : shown->spec(), options);
            });
    panel->popUp(at);
}

void ComparePage::showCardMenu(const QString& id, const QPoint& at)
{
    auto* card = grid_->card(id);
    if (!card)
        return;
    const auto arranged = layout_.card(id);
    auto* menu = passingMenu(this, "cardActions");
    if (!card->optionList().empty())
        menu->addAction(icon(QStringLiteral("sliders-horizontal")), tr("Options…"), this,
                        [this, id, at] { showOptions(id, at); });
    fillCardExports(menu->addMenu(icon(QStringLiteral("share-2")), tr("Export")), id);
    if (arranged) {
        menu->addAction(icon(QStringLiteral("pencil")), tr("Rename…"), this, [this, id] {
            const auto now = layout_.card(id);
            prompts_->askText(this, tr("Rename the card"), tr("Title (empty: its own)"),
                              now ? now->title : QString(),
                              [this, id](const QString& title) { layout_.setTitle(id, title); });
        });
        menu->addAction(icon(QStringLiteral("copy")), tr("Duplicate"), this,
                        [this, spec = *arranged] { grid_->reveal(layout_.addCard(spec)); });
        auto* width = menu->addMenu(tr("Width"));
        const std::pair<QString, int> widths[] = {
            {tr("A quarter"), 3}, {tr("A third"), 4}, {tr("Half"), 6}, {tr("All"), 12}};
        for (const auto& [text, columns] : widths)
            width->addAction(text, this, [this, id, columns = columns] {
                if (const auto now = layout_.card(id))
                    layout_.resizeCard(id, columns, now->height);
            });
        menu->addSeparator();
        menu->addAction(icon(QStringLiteral("x")), tr("Remove card"), this,
                        [this, id] { layout_.removeCard(id); });
    }
    menu->popup(at);
}

void ComparePage::showSectionMenu(std::size_t section, const QPoint& at)
{
    auto* menu = passingMenu(this, "sectionActions");
    menu->addAction(icon(QStringLiteral("pencil")), tr("Rename…"), this, [this, section] {
        prompts_->askText(
            this, tr("Rename the section"), tr("Title"), layout_.sections().at(section).title,
            [this, section](const QString& title) { layout_.renameSection(section, title); });
    });
    menu->addAction(icon(QStringLiteral("x")), tr("Remove section"), this,
                    [this, section] { layout_.removeSection(section); });
    menu->popup(at);
}

QList<PageCommand> ComparePage::commands()
{
    if (model_.state() != ComparisonModel::State::Ready)
        return {};
    QList<PageCommand> all;
    for (const auto& kind : cardKinds())
        all.append({tr("Add card: %1").arg(kind.title), kind.iconName,
                    [this, name = kind.kind] { addCard(name); }});
    all.append({tr("Undo: %1").arg(layout_.undoText()), QStringLiteral("undo-2"),
                [this] { layout_.undo(); }});
    all.append({tr("Save layout as…"), QStringLiteral("bookmark"), [this] { saveLayoutAs(); }});
    for (const auto& name : layouts_.names())
        all.append({tr("Layout: %1").arg(name), QStringLiteral("layout-dashboard"),
                    [this, name] { useLayout(name); }});
    for (const auto& metric : model_.metrics().stringList())
        all.append({tr("Metric: %1").arg(metric), QStringLiteral("chart-line"),
                    [this, metric] { addMetricCard(metric); }});
    return all;
}

} // namespace binnacle
