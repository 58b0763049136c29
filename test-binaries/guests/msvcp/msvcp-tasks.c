// compiler: clang
/* What std::async is made of in Microsoft's C++ library: work for the thread pool, and calls in a context. */
#include "guest.h"

typedef struct {
    void *work;
    void (*callback)(void *);
    void *data;
} Chore;

/* std::function<void()>: room for a small object, whose address lies behind it. */
typedef struct Implementation {
    const struct Methods *methods;
} Implementation;
typedef struct Methods {
    void *copy, *move;
    void (*call)(Implementation *);
    void *target_type;
    void (*delete_this)(Implementation *, int deallocate);
    void *get;
} Methods;
typedef struct {
    Implementation small;
    void *room[6];
    Implementation *implementation;
} Function;

int schedule(Chore *) __asm__("?_Schedule_chore@details@Concurrency@@YAHPEAU_Threadpool_chore@12@@Z");
int reschedule(const Chore *) __asm__("?_Reschedule_chore@details@Concurrency@@YAHPEBU_Threadpool_chore@12@@Z");
void release(Chore *) __asm__("?_Release_chore@details@Concurrency@@YAXPEAU_Threadpool_chore@12@@Z");
void *context(void **) __asm__("??0task_continuation_context@Concurrency@@AEAA@XZ");
void capture(void **) __asm__("?_Capture@_ContextCallback@details@Concurrency@@AEAAXXZ");
void reset(void **) __asm__("?_Reset@_ContextCallback@details@Concurrency@@AEAAXXZ");
void call_in_context(void **, Function *, int)
    __asm__("?_CallInContext@_ContextCallback@details@Concurrency@@QEBAXV?$function@$$A6AXXZ@std@@_N@Z");
int thread_id(void) __asm__("?GetCurrentThreadId@platform@details@Concurrency@@YAJXZ");

static HANDLE done;
static DWORD worker;
static LONG runs;

static void works(void *data)
{
    CHECK(data == &runs);
    worker = thread_id();
    InterlockedIncrement(&runs);
    ReleaseSemaphore(done, 1, NULL);
}

TEST(chores)
{
    Chore chore = {NULL, works, &runs};
    done = CreateSemaphoreA(NULL, 0, 10, NULL);
    CHECK_EQ(schedule(&chore), 0);
    CHECK_EQ(WaitForSingleObject(done, 10000), 0);
    CHECK(worker != 0 && worker != GetCurrentThreadId());
    CHECK_EQ(reschedule(&chore), 0);
    CHECK_EQ(WaitForSingleObject(done, 10000), 0);
    CHECK_EQ(runs, 2);
    release(&chore);
    CHECK(chore.work == NULL);
    CHECK_EQ(thread_id(), GetCurrentThreadId());
    CloseHandle(done);
}

static int called, deleted, deallocated;

static void call(Implementation *self)
{
    (void)self;
    called++;
}

static void delete_this(Implementation *self, int deallocate)
{
    (void)self;
    deleted++;
    deallocated += deallocate & 255;
}

TEST(contexts)
{
    static const Methods methods = {NULL, NULL, call, NULL, delete_this, NULL};
    Implementation large = {&methods};
    Function function = {.small = {&methods}};
    void *own = (void *)0x77;
    CHECK(context(&own) == &own);
    CHECK(own == NULL);
    capture(&own);
    function.implementation = &function.small;
    call_in_context(&own, &function, 1);
    CHECK(called == 1 && deleted == 1 && deallocated == 0);
    function.implementation = &large;
    call_in_context(&own, &function, 1);
    CHECK(called == 2 && deleted == 2 && deallocated == 1);
    reset(&own);
}

int main(void)
{
    RUN(chores);
    RUN(contexts);
    return guest_done();
}
