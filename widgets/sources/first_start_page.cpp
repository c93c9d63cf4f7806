#include "widgets/sources/first_start_page.h"

#include "models/source_finder.h"
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"
#include "widgets/sources/place_delegate.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace binnacle {

namespace {
constexpr int columnWidth = 620;
constexpr int mostRowsInSight = 5;

// A box layout that aligns a card asks it for its size, not for its height at a width: a wrapped
// label must hold its own.
void keepHeight(QLabel* label)
{
    label->setMinimumHeight(label->heightForWidth(columnWidth - 2 * spacing::xl));
}

} // namespace

FirstStartPage::FirstStartPage(SourceFinder& finder, bool sampleThere, QWidget* parent)
    : Page(parent)
    , finder_(finder)
    , found_(new QListView(this))
    , foundState_(new TextLabel({}, TextRole::Muted, this))
    , address_(new QLineEdit(this))
    , problem_(new TextLabel({}, TextRole::Bad, this))
    , add_(makeButton(tr("Add"), {}, ButtonRole::Primary, this))
{
    setObjectName(QStringLiteral("firstStart"));
    auto* card = new Card(this);
    card->setFixedWidth(columnWidth);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::xl, spacing::xl, spacing::xl, spacing::xl);
    column->setSpacing(spacing::s);

    auto* head = new TextLabel(tr("Where are your runs?"), TextRole::Normal, card);
    QFont headFont = titleFont();
    headFont.setPixelSize(18);
    head->setFont(headFont);
    column->addWidget(head);
    auto* intro = new TextLabel(tr("Binnacle mirrors MLflow servers, mlflow.db files, mlruns "
                                   "folders and TensorBoard logs, and shows them offline. What "
                                   "you have stays where it is."),
                                TextRole::Muted, card);
    intro->setWordWrap(true);
    keepHeight(intro);
    column->addWidget(intro);
    column->addSpacing(spacing::m);

    column->addWidget(new SectionLabel(tr("Found nearby"), card));
    found_->setObjectName(QStringLiteral("foundStores"));
    found_->setAccessibleName(tr("Stores found nearby"));
    found_->setModel(&finder_);
    found_->setItemDelegate(new PlaceDelegate(found_));
    found_->setMouseTracking(true);
    found_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    found_->setUniformItemSizes(true);
    column->addWidget(found_);
    foundState_->setObjectName(QStringLiteral("foundState"));
    column->addWidget(foundState_);
    column->addSpacing(spacing::m);

    column->addWidget(new SectionLabel(tr("Or name a place"), card));
    address_->setObjectName(QStringLiteral("firstAddress"));
    address_->setPlaceholderText(
        tr("https://mlflow.example.org, a folder, or a path to mlflow.db"));
    address_->setAccessibleName(tr("Address or folder"));
    add_->setObjectName(QStringLiteral("firstAdd"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(address_, 1);
    row->addWidget(add_);
    column->addLayout(row);
    problem_->setObjectName(QStringLiteral("firstProblem"));
    problem_->setWordWrap(true);
    problem_->hide();
    column->addWidget(problem_);
    column->addSpacing(spacing::s);

    auto* others = new QHBoxLayout;
    others->setSpacing(spacing::s);
    auto* folder = makeButton(tr("Choose a folder…"), QStringLiteral("folder-open"),
                              ButtonRole::Secondary, card);
    folder->setObjectName(QStringLiteral("firstFolder"));
    connect(folder, &QPushButton::clicked, this, &FirstStartPage::folderRequested);
    others->addWidget(folder);
    if (sampleThere) {
        auto* sample = makeButton(tr("Open the sample"), QStringLiteral("flask-conical"),
                                  ButtonRole::Secondary, card);
        sample->setObjectName(QStringLiteral("firstSample"));
        connect(sample, &QPushButton::clicked, this, &FirstStartPage::sampleRequested);
        others->addWidget(sample);
    }
    others->addStretch();
    others->addWidget(new TextLabel(tr("or drop a folder on this window"), TextRole::Faint, card));
    column->addLayout(others);

    auto* page = new QVBoxLayout(this);
    page->addStretch(2);
    page->addWidget(card, 0, Qt::AlignHCenter);
    page->addStretch(3);

    connect(found_, &QListView::activated, this, [this](const QModelIndex& index) {
        emit placeChosen(index.data(SourceFinder::AddressRole).toString());
    });
    connect(found_, &QListView::clicked, this, [this](const QModelIndex& index) {
        emit placeChosen(index.data(SourceFinder::AddressRole).toString());
    });
    connect(&finder_, &SourceFinder::finished, this, &FirstStartPage::refreshFound);
    connect(address_, &QLineEdit::returnPressed, this, &FirstStartPage::submit);
    connect(address_, &QLineEdit::textEdited, this, [this] {
        showProblem({});
        add_->setEnabled(!address_->text().trimmed().isEmpty());
    });
    connect(add_, &QPushButton::clicked, this, &FirstStartPage::submit);
    add_->setEnabled(false);
    refreshFound();
}

QString FirstStartPage::title() const
{
    return tr("Welcome");
}

QString FirstStartPage::iconName() const
{
    return QStringLiteral("compass");
}

QString FirstStartPage::contextLine() const
{
    return tr("no source yet");
}

void FirstStartPage::showProblem(const QString& sentence)
{
    problem_->setText(sentence);
    keepHeight(problem_);
    problem_->setVisible(!sentence.isEmpty());
    address_->setProperty("invalid", !sentence.isEmpty());
}

void FirstStartPage::setBusy(bool busy)
{
    add_->setEnabled(!busy && !address_->text().trimmed().isEmpty());
}

void FirstStartPage::submit()
{
    const QString text = address_->text().trimmed();
    if (text.isEmpty())
        return;
    if (text.startsWith(QStringLiteral("http://")) || text.startsWith(QStringLiteral("https://")))
        emit serverRequested(text);
    else
        emit placeChosen(text);
}

void FirstStartPage::refreshFound()
{
    const int count = finder_.rowCount();
    found_->setVisible(count > 0);
    found_->setFixedHeight(qMin(count, mostRowsInSight) * PlaceDelegate::rowHeight + 2);
    foundState_->setVisible(count == 0);
    foundState_->setText(finder_.isSearching() ? tr("Looking in your folders…")
                                               : tr("Nothing found in your folders."));
}

} // namespace binnacle
